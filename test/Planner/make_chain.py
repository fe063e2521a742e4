"""A training step of a chain of N layers as a trace: forward values read again by the backward pass.

Usage: make_chain.py N OUT.json
"""
import json
import sys

layers = int(sys.argv[1])
tensors = [{"bytes": 1000, "alias_of": None, "pinned": True, "keep": False}]
ops = []


def add(name, inputs, size, backward, keep=False):
    tensors.append({"bytes": size, "alias_of": None, "pinned": False, "keep": keep})
    ops.append({"name": name, "time_ns": 100, "inputs": inputs, "outputs": [len(tensors) - 1], "backward": backward})
    return len(tensors) - 1


values = [0]
for k in range(layers):
    values.append(add(f"layer{k}", [values[-1]], 4096, False))
gradient = add("loss_backward", [values[-1]], 4096, True)
for k in reversed(range(layers)):
    gradient = add(f"layer{k}_backward", [gradient, values[k], values[k + 1]], 4096, True, keep=k == 0)
peak = 1000 + 4096 * (layers + 2)
json.dump({"name": "chain", "time_ns": 100 * len(ops), "peak_bytes_recorded": peak, "peak_bytes_last_use": peak,
           "tensors": tensors, "ops": ops}, open(sys.argv[2], "w"))
