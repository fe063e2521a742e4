#!/usr/bin/env python3
"""Every broken model is refused with exit status 3, by name, in one message, leaving nothing behind: check_bad.py NEAP FOLDER"""
import pathlib, subprocess, sys, tempfile

# file: what the message must contain (all of it)
EXPECTED = {
    "empty.onnx": ["empty"],
    "truncated.onnx": ["ends early"],
    "wrong-magic.onnx": ["not an ONNX file"],
    "external-missing.onnx": ["w1", "missing.data", "not found"],
    "external-traversal.onnx": ["w1", "../../etc/passwd", "leaves"],
    "external-absolute.onnx": ["w1", "/etc/passwd", "absolute"],
    "external-range.onnx": ["w1", "256", "768", "300"],
    "external-length.onnx": ["w1", "100", "512"],
    "external-offset.onnx": ["w1", "-8"],
    "cycle.onnx": ["fc1", "relu"],
    "dangling-input.onnx": ["fc2", "nowhere"],
    "type-mismatch.onnx": ["add", "float32", "int64"],
    "shape-mismatch.onnx": ["fc2", "8", "9"],
    "negative-dims.onnx": ["w1", "-8"],
    "dims-overflow.onnx": ["w1", "overflow"],
    "huge-declared.onnx": ["w1", "512"],
    "initializer-size.onnx": ["w1", "508", "512"],
    "unknown-dtype.onnx": ["w1", "77"],
    "duplicate-value.onnx": ["h", "fc1", "relu"],
    "duplicate-initializer.onnx": ["b1", "twice"],
    "unknown-domain.onnx": ["frob", "com.example", "Frobnicate"],
    "unknown-ops.onnx": ["Frobnicate", "Xyzzy"],
    "future-opset.onnx": ["999", "24"],
    "no-opset.onnx": ["opset"],
    "no-gradient.onnx": ["pick", "w1", "b1"],
    "integer-output.onnx": ["i", "int64"],
    "zero-batch.onnx": ["x", "0"],
    "zero-stride.onnx": ["conv", "stride 0"],
    "window-too-large.onnx": ["pool", "9x9", "8x8"],
    "bad-group.onnx": ["conv", "group 3"],
    "recursive-function.onnx": ["Loop_"],
    "deep-nesting.onnx": ["nest"],
}
ACCEPTED_WITH_WARNING = {"nan-weights.onnx": ["w1", "NaN"]}


def main():
    neap, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    failures = [f"{path.name}: no expectation" for path in folder.glob("*.onnx")
                if path.name not in EXPECTED and path.name not in ACCEPTED_WITH_WARNING]
    for name, words in {**EXPECTED, **ACCEPTED_WITH_WARNING}.items():
        with tempfile.TemporaryDirectory() as work:
            output = pathlib.Path(work) / "program"
            done = subprocess.run([neap, "compile", folder / name, "--loss", "softmax-cross-entropy", "--emit", "planned", "-o", output],
                                  capture_output=True, text=True, timeout=60)
            status = 0 if name in ACCEPTED_WITH_WARNING else 3
            if done.returncode != status:
                failures.append(f"{name}: exit {done.returncode}, expected {status}: {done.stderr.strip()}")
            missing = [w for w in words if w not in done.stderr]
            if missing:
                failures.append(f"{name}: the message lacks {missing}: {done.stderr.strip()}")
            if status and list(pathlib.Path(work).iterdir()):
                failures.append(f"{name}: something was left behind")
    print("\n".join(failures) or f"{len(EXPECTED) + len(ACCEPTED_WITH_WARNING)} files as expected")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
