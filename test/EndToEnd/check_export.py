#!/usr/bin/env python3
"""Export, compile the export, predict: the outputs agree with the trained program's: check_export.py NEAP MODEL [DIGITS]"""
import json, pathlib, subprocess, sys, tempfile

import numpy as np


def main():
    neap, model = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)

        def compile_(source, output):
            subprocess.run([neap, "compile", source, "--loss", "softmax-cross-entropy", "--optimizer", "sgd,lr=0.01", "-o", output]
                           + (["--batch", "16"] if len(sys.argv) > 3 else []), check=True, stdout=subprocess.DEVNULL)

        compile_(model, work / "first")
        described = json.loads(subprocess.run([work / "first", "--describe"], check=True, capture_output=True, text=True).stdout)
        data = next(i for i in described["inputs"] if i["kind"] == "data") if "kind" in described["inputs"][0] else described["inputs"][0]
        random = np.random.default_rng(0)
        np.savez(work / "data.npz", **{data["name"]: random.standard_normal([40] + data["shape"][1:]).astype(np.float32),
                                       "target": random.integers(0, 10, 40)})
        subprocess.run([work / "first", "--data", work / "data.npz", "--steps", "3", "--export", work / "trained.onnx",
                        "--checkpoint", work / "saved"], check=True, stdout=subprocess.DEVNULL)
        compile_(work / "trained.onnx", work / "second")
        saved = sorted((work / "saved").glob("*.safetensors"))[-1]
        subprocess.run([work / "first", "--data", work / "data.npz", "--initial", saved, "--predict", work / "a.npz"], check=True,
                       stdout=subprocess.DEVNULL)
        subprocess.run([work / "second", "--data", work / "data.npz", "--predict", work / "b.npz"], check=True,
                       stdout=subprocess.DEVNULL)
        with np.load(work / "a.npz") as a, np.load(work / "b.npz") as b:
            assert a.files and a.files == b.files
            for name in a.files:
                assert len(a[name]) == 40 and np.array_equal(a[name], b[name]), name
        print("same predictions")


if __name__ == "__main__":
    main()
