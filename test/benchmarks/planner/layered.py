#!/usr/bin/env python3
"""Writes a random layered training graph as a trace: forward blocks with skips, then their gradients.

Usage: layered.py OPERATIONS OUT.json [--seed S]

Every block is normalise, activate, mix (the expensive one), and sometimes an addition of an earlier block's result. Each
gradient reads what it needs of the forward pass; gradients of several readers are summed. Sizes and times vary by block.
"""
import argparse
import json
import random


class Graph:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.tensors, self.ops = [], []

    def tensor(self, size, pinned=False, keep=False):
        self.tensors.append({"bytes": size, "alias_of": None, "pinned": pinned, "keep": keep})
        return len(self.tensors) - 1

    def op(self, name, time, inputs, size, backward=False, keep=False):
        out = self.tensor(size, keep=keep)
        self.ops.append({"name": name, "time_ns": int(time), "inputs": inputs, "outputs": [out], "backward": backward})
        return out


def build(operations, seed):
    graph, records = Graph(seed), []
    rnd = graph.random
    size = 1 << 22
    value = graph.tensor(size, pinned=True)
    results = [value]
    # A block is about 3.3 forward operations and 7.3 in all, sums of gradients included.
    while len(graph.ops) < operations * 0.43:
        if rnd.random() < 0.08:
            size = max(1 << 16, size // 2 if rnd.random() < 0.7 else size * 2)
        weight = graph.tensor(1 << 16, pinned=True)
        normal = graph.op("normalise", size / 400, [value], size)
        active = graph.op("relu", size / 500, [normal], size)
        mixed = graph.op("mix", size / rnd.choice([15, 30, 60]), [active, weight], size)
        records.append(("block", value, normal, active, mixed, weight, size))
        value = mixed
        if len(results) > 3 and rnd.random() < 0.3:
            skip = rnd.choice(results[-4:])
            total = graph.op("add", size / 300, [value, skip], size)
            records.append(("add", value, skip, total, size))
            value = total
        results.append(value)
    gradients = {value: graph.op("loss_backward", 1000, [value], size, True)}

    def give(target, gradient, size):
        if target in gradients:
            gradient = graph.op("sum_gradients", size / 300, [gradients[target], gradient], size, True)
        gradients[target] = gradient

    for record in reversed(records):
        if record[0] == "add":
            _, left, right, total, size = record
            give(left, gradients[total], size)
            give(right, gradients[total], size)
            continue
        _, source, normal, active, mixed, weight, size = record
        gradient = gradients[mixed]
        graph.op("mix_backward_weights", size / 25, [gradient, active], 1 << 16, True, keep=True)
        gradient = graph.op("mix_backward", size / 25, [gradient, weight], size, True)
        gradient = graph.op("relu_backward", size / 400, [gradient, active], size, True)
        give(source, graph.op("normalise_backward", size / 250, [gradient, normal], size, True), size)
    return graph


def peak(graph):
    last = {}
    for i, op in enumerate(graph.ops):
        for t in op["inputs"] + op["outputs"]:
            last[t] = i
    live = sum(t["bytes"] for t in graph.tensors if t["pinned"])
    highest = live
    for i, op in enumerate(graph.ops):
        live += sum(graph.tensors[t]["bytes"] for t in op["outputs"])
        highest = max(highest, live)
        for t in set(op["inputs"] + op["outputs"]):
            if last[t] == i and not graph.tensors[t]["pinned"] and not graph.tensors[t]["keep"]:
                live -= graph.tensors[t]["bytes"]
    return highest


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("operations", type=int)
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    graph = build(arguments.operations, arguments.seed)
    highest = peak(graph)
    with open(arguments.out, "w") as file:
        json.dump({"name": f"layered-{arguments.operations}", "time_ns": sum(op["time_ns"] for op in graph.ops),
                   "peak_bytes_recorded": highest, "peak_bytes_last_use": highest, "tensors": graph.tensors,
                   "ops": graph.ops}, file)


main()
