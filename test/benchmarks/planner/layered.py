#!/usr/bin/env python3
"""Writes a generated training step as a trace: forward operations, then their gradients.

Usage: layered.py SIZE OUT.json [--kind random|transformer] [--seed S]

random: SIZE operations. Blocks are normalise, activate, mix (the expensive one), and sometimes an addition of an earlier
block's result; the size of the values walks up and down by factors of two from block to block, times vary.
transformer: SIZE equal blocks of attention with dropout and a two-layer perceptron, 53 operations each with gradients,
between an embedding and a loss; updates of the parameters at the end, in place.

Each gradient reads what it needs of the forward pass; gradients of several readers are summed.
"""
import argparse
import json
import random


class Graph:
    def __init__(self):
        self.tensors, self.ops, self.tape, self.updates = [], [], [], []

    def tensor(self, size, pinned=False, alias_of=None):
        self.tensors.append({"bytes": size, "alias_of": alias_of, "pinned": pinned, "keep": False})
        return len(self.tensors) - 1

    def op(self, name, time, inputs, size, backward=False, once=False, alias_of=None):
        out = self.tensor(size, alias_of=alias_of)
        self.ops.append({"name": name, "time_ns": int(time), "inputs": inputs, "outputs": [out], "backward": backward})
        if once:
            self.ops[-1]["once"] = True
        return out

    def forward(self, name, time, inputs, size, saved=(), weight=None, backward_time=None):
        """An operation and, on the tape, what its gradients read besides the gradient of its result."""
        out = self.op(name, time, inputs + ([weight] if weight is not None else []), size)
        self.tape.append((name, backward_time or time, inputs, [self.tensors[i]["bytes"] for i in inputs], out,
                          [out if s == "out" else s for s in saved], weight))
        return out

    def backward(self, loss):
        """Gradients of everything on the tape, in reverse."""
        gradients = {loss: self.op("loss_backward", 1000, [loss], self.tensors[loss]["bytes"], True)}
        for name, time, inputs, sizes, out, saved, weight in reversed(self.tape):
            gradient = gradients[out]
            if weight is not None:
                size = self.tensors[weight]["bytes"]
                self.updates.append((weight, self.op(name + "_backward_weights", time, [gradient] + saved, size, True)))
            for source, size in zip(inputs, sizes):
                if self.tensors[source]["pinned"]:
                    continue
                reads = [gradient] + ([weight] if weight is not None else saved)
                fresh = self.op(name + "_backward", time, reads, size, True) if name != "add" else gradient
                if source in gradients:
                    fresh = self.op("sum_gradients", size / 300, [gradients[source], fresh], size, True)
                gradients[source] = fresh

    def update(self):
        """Every parameter, in place: no operation may read the old ones afterwards."""
        for weight, gradient in self.updates:
            self.op("update", self.tensors[weight]["bytes"] / 150, [weight, gradient], 0, True, once=True, alias_of=weight)


def random_layers(graph, operations, seed):
    rnd = random.Random(seed)
    size = 1 << 20
    value = graph.tensor(size, pinned=True)
    results = [value]
    # A block is about 3.3 forward operations and 7.3 in all, sums of gradients included.
    while len(graph.ops) < operations * 0.43:
        if rnd.random() < 0.2:
            size = min(1 << 23, max(1 << 17, size // 2 if rnd.random() < 0.5 else size * 2))
        weight = graph.tensor(1 << 16, pinned=True)
        normal = graph.forward("normalise", size / 400, [value], size, [value])
        active = graph.forward("relu", size / 500, [normal], size, ["out"])
        value = graph.forward("mix", size / rnd.choice([15, 30, 60]), [active], size, [active], weight)
        if len(results) > 3 and rnd.random() < 0.3:
            value = graph.forward("add", size / 300, [value, rnd.choice(results[-4:])], size)
        results.append(value)
    graph.backward(value)


def transformer(graph, blocks):
    rows, width, heads = 4096, 512, 8
    whole, scores = rows * width * 4, rows * 512 * heads * 4
    stream = lambda *sizes: sum(sizes) / 1000
    product = lambda flops: flops / 50000

    def linear(name, value, columns, size):
        weight = graph.tensor(width * columns * 4, pinned=True)
        return graph.forward(name, product(2 * rows * width * columns), [value], size, [value], weight)

    def dropout(value, size):
        mask = graph.op("mask", stream(size // 4), [], size // 4, once=True)
        out = graph.forward("dropout", stream(2 * size), [value], size, [mask])
        graph.ops[-1]["inputs"].append(mask)
        return out

    tokens = graph.tensor(rows * 8, pinned=True)
    value = graph.forward("embedding", stream(whole), [tokens], whole, [tokens], graph.tensor(whole * 4, pinned=True))
    for _ in range(blocks):
        normal = graph.forward("norm", stream(2 * whole), [value], whole, [value])
        query, key, inner = (linear(f"linear_{n}", normal, width, whole) for n in "qkv")
        score = graph.forward("scores", product(2 * rows * 512 * width), [query, key], scores, [query, key])
        weights = graph.forward("softmax", stream(2 * scores), [score], scores, ["out"])
        mixed = graph.forward("attend", product(2 * rows * 512 * width), [dropout(weights, scores), inner], whole,
                              [weights, inner])
        result = dropout(linear("project", mixed, width, whole), whole)
        value = graph.forward("add", stream(3 * whole), [value, result], whole)
        normal = graph.forward("norm", stream(2 * whole), [value], whole, [value])
        hidden = linear("widen", normal, 4 * width, 4 * whole)
        active = graph.forward("gelu", stream(8 * whole), [hidden], 4 * whole, [hidden])
        result = dropout(linear("narrow", active, 4 * width, whole), whole)
        value = graph.forward("add", stream(3 * whole), [value, result], whole)
    graph.backward(graph.forward("loss", stream(2 * whole), [value], whole, [value]))
    graph.update()


def peak(graph):
    """Highest sum of live bytes in recorded order, every storage freed after its last use."""
    storage = [t["alias_of"] if t["alias_of"] is not None else i for i, t in enumerate(graph.tensors)]
    last = {}
    for i, op in enumerate(graph.ops):
        for t in op["inputs"] + op["outputs"]:
            last[storage[t]] = i
    live = sum(t["bytes"] for t in graph.tensors if t["pinned"])
    highest = live
    for i, op in enumerate(graph.ops):
        live += sum(graph.tensors[t]["bytes"] for t in op["outputs"] if storage[t] == t)
        highest = max(highest, live)
        for t in {storage[t] for t in op["inputs"] + op["outputs"]}:
            if last[t] == i and not graph.tensors[t]["pinned"]:
                live -= graph.tensors[t]["bytes"]
    return highest


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int)
    parser.add_argument("out")
    parser.add_argument("--kind", choices=["random", "transformer"], default="random")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    graph = Graph()
    if arguments.kind == "random":
        random_layers(graph, arguments.size, arguments.seed)
    else:
        transformer(graph, arguments.size)
    highest = peak(graph)
    with open(arguments.out, "w") as file:
        json.dump({"name": f"{arguments.kind}-{arguments.size}", "time_ns": sum(op["time_ns"] for op in graph.ops),
                   "peak_bytes_recorded": highest, "peak_bytes_last_use": highest, "tensors": graph.tensors,
                   "ops": graph.ops}, file)


main()
