#!/usr/bin/env python3
"""K batches of one update train like one batch of K times the size; with it the linear schedule and the identity loss:
check_accumulate.py NEAP DIGITS_DIR"""
import json, pathlib, subprocess, sys, tempfile

import numpy as np

neap, digits = sys.argv[1], pathlib.Path(sys.argv[2])
# Batches must not look at each other: no batch statistics, no masks.
common = ["--optimizer", "sgd,lr=0.1,momentum=0.9", "--batchnorm", "frozen", "--dropout", "off", "--keep-gradients"]


def train(work, name, options, steps):
    program, record, metrics = work / name, work / f"{name}.npz", work / f"{name}.jsonl"
    subprocess.run([neap, "compile", digits / "cnn.onnx", *common, *options, "-o", program], check=True, stdout=subprocess.DEVNULL)
    subprocess.run([program, "--data", digits / "train.npz", "--order", "sequential", "--steps", str(steps), "--record", record,
                    "--metrics", metrics], check=True, stdout=subprocess.DEVNULL)
    with np.load(record) as arrays:
        found = {name: arrays[name] for name in arrays.files}
    return found, [json.loads(line) for line in metrics.read_text().splitlines()]


with tempfile.TemporaryDirectory() as work:
    work = pathlib.Path(work)
    schedule = ["--loss", "softmax-cross-entropy", "--lr-schedule", "linear,warmup=2,total=6,final=0.02"]
    whole, lines = train(work, "whole", schedule + ["--batch", "64"], 6)
    parts, _ = train(work, "parts", schedule + ["--batch", "16", "--accumulate", "4"], 6)
    assert whole.keys() == parts.keys() and any(name.startswith("grad/") for name in whole)
    for name, value in whole.items():
        scale = np.abs(value).max()
        assert np.abs(parts[name] - value).max() <= 1e-4 * scale, name
    rates = [line["learning_rate"] for line in lines if "step" in line]
    assert np.allclose(rates, [0.05, 0.1, 0.1, 0.08, 0.06, 0.04], rtol=1e-6), rates

    # The gradient of a sum of outputs in a bias of theirs is the number of rows.
    summed, _ = train(work, "summed", ["--loss", "identity,reduction=sum", "--batch", "16"], 1)
    assert np.allclose(summed["grad/fc.bias"], 16), summed["grad/fc.bias"]
    averaged, _ = train(work, "averaged", ["--loss", "identity", "--batch", "16"], 1)
    assert np.allclose(averaged["grad/fc.bias"], 0.1), averaged["grad/fc.bias"]
print("accumulated gradients, schedule and identity loss are right")
