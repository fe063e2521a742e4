#!/usr/bin/env python3
"""The planned arena is the process's memory: check_memory.py NEAP

Compiles a model with a batch large enough for the arena to dwarf the process, reads the arena from the plan and from --describe,
trains, and compares the growth of the resident set with it.
"""
import json, pathlib, subprocess, sys, tempfile

import numpy as np

SLACK = 64 << 20  # the process itself: executable, oneDNN and its kernels, the data


def main():
    neap = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        digits = pathlib.Path(__file__).parent / "digits"
        compile_ = [neap, "compile", digits / "cnn.onnx", "--loss", "softmax-cross-entropy", "--batch", "4096"]
        subprocess.run([*compile_, "--report", work / "report.json", "-o", work / "program"], check=True, stdout=subprocess.DEVNULL)
        planned = json.loads((work / "report.json").read_text())["plan"]["bytes"]
        described = json.loads(subprocess.run([work / "program", "--describe"], check=True, capture_output=True, text=True).stdout)
        assert described["arena"]["bytes"] == planned, (described["arena"]["bytes"], planned)
        random = np.random.default_rng(0)
        np.savez(work / "data.npz", image=random.standard_normal((4096, 1, 8, 8)).astype(np.float32), target=random.integers(0, 10, 4096))
        subprocess.run([work / "program", "--data", work / "data.npz", "--steps", "2", "--metrics", work / "metrics.jsonl"], check=True,
                       stdout=subprocess.DEVNULL)
        summary = json.loads((work / "metrics.jsonl").read_text().strip().splitlines()[-1])
        resident = next(v for k, v in summary.items() if "resident" in k)
        print(f"planned {planned}, resident {resident}")
        assert planned <= resident <= planned + SLACK, (planned, resident)


if __name__ == "__main__":
    main()
