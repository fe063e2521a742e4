#!/usr/bin/env python3
"""The refusal of a budget names the smallest one that works, and it does: check_budget.py NEAP MODEL"""
import pathlib, re, subprocess, sys, tempfile


def compile_with(neap, model, output, budget):
    return subprocess.run([neap, "compile", model, "--loss", "softmax-cross-entropy", "--batch", "16", "--memory-budget", budget,
                           "--emit", "planned", "-o", output], capture_output=True, text=True)


neap, model = sys.argv[1:3]
with tempfile.TemporaryDirectory() as work:
    output = pathlib.Path(work) / "planned.mlir"
    refused = compile_with(neap, model, output, "1KiB")
    assert refused.returncode == 4, refused
    assert not output.exists(), "a refused compilation left its output"
    smallest = int(re.search(r"smallest that can is (\d+) bytes, set by operation `[^`]+`", refused.stderr).group(1))
    assert compile_with(neap, model, output, str(smallest - 64)).returncode == 4
    accepted = compile_with(neap, model, output, str(smallest))
    assert accepted.returncode == 0, accepted.stderr
    assert f"neap.arena_bytes = {smallest} " in output.read_text()
