#!/usr/bin/env python3
"""A run that is killed again and again and resumed ends like one that is not: check_resume.py NEAP DIGITS"""
import pathlib, random, signal, subprocess, sys, tempfile, time

import numpy as np

STEPS = 60


def arrays(path):
    with np.load(path) as z:
        return {k: z[k].tobytes() for k in z.files if not k.startswith(("loss", "grad"))}


def main():
    neap, digits = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        program = work / "train"
        subprocess.run([neap, "compile", digits / "cnn.onnx", "--loss", "softmax-cross-entropy", "--optimizer", "adam,lr=0.002",
                        "--batch", "64", "-o", program], check=True, stdout=subprocess.DEVNULL)
        base = [program, "--data", digits / "train.npz", "--steps", str(STEPS), "--seed", "3", "--threads", "2"]
        subprocess.run([*base, "--record", work / "whole.npz"], check=True, stdout=subprocess.DEVNULL)
        again = [*base, "--record", work / "again.npz"]
        subprocess.run(again, check=True, stdout=subprocess.DEVNULL)
        assert (work / "whole.npz").read_bytes() == (work / "again.npz").read_bytes(), "two runs with one seed differ"

        moments, kills = random.Random(7), 0
        resumed = [*base, "--record", work / "resumed.npz", "--checkpoint", work / "saved", "--checkpoint-every", "1", "--resume"]
        for attempt in range(40):
            process = subprocess.Popen(resumed, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            try:
                # The later attempts get longer, so that the run ends.
                _, errors = process.communicate(timeout=0.05 + 0.02 * attempt * moments.random())
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                kills += 1
                continue
            assert process.returncode == 0, errors.decode()
            break
        else:
            subprocess.run(resumed, check=True, stdout=subprocess.DEVNULL)
        assert kills > 0, "no run was killed"
        whole, pieced = arrays(work / "whole.npz"), arrays(work / "resumed.npz")
        assert whole.keys() == pieced.keys() and len(whole) > 10
        differing = [name for name in whole if whole[name] != pieced[name]]
        assert not differing, f"after {kills} kills these differ: {differing}"
        print(f"killed {kills} times, same bits")


if __name__ == "__main__":
    main()
