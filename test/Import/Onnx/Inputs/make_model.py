#!/usr/bin/env python3
"""Writes a small ONNX file from JSON: make_model.py MODEL.json MODEL.onnx

    {"opset": 17, "inputs": {"x": ["N", 4]}, "outputs": {"y": ["N", 2]},
     "initializers": {"w": [4, 2], "shape": {"int64": [-1, 2]}, "v": {"dims": [2], "file": "v.data", "offset": 64}},
     "nodes": [["Gemm", "fc", ["x", "w"], ["y"], {"transB": 0}]]}

Names of a node are its own name, its inputs, its outputs. Float weights are a ramp, in the file or in the one that `file` names.
The encoding is protobuf by hand, so that nothing but Python is needed.
"""
import json
import pathlib
import struct
import sys

FLOAT, INT64 = 1, 7


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def number(field, value):
    return varint(field << 3) + varint(value)


def message(field, data):
    data = data.encode() if isinstance(data, str) else data
    return varint(field << 3 | 2) + varint(len(data)) + data


def value_info(name, shape):
    dims = b"".join(message(1, message(2, dim) if isinstance(dim, str) else number(1, dim)) for dim in shape)
    return message(1, name) + message(2, message(1, number(1, FLOAT) + message(2, dims)))


def attribute(name, value):
    kinds = {int: (2, lambda v: number(3, v)), float: (1, lambda v: varint(2 << 3 | 5) + struct.pack("<f", v)),
             str: (3, lambda v: message(4, v)), list: (7, lambda v: b"".join(number(8, i) for i in v))}
    kind, encode = kinds[type(value)]
    return message(5, message(1, name) + encode(value) + number(20, kind))


def node(op, name, inputs, outputs, attributes=None):
    out = b"".join(message(1, i) for i in inputs) + b"".join(message(2, o) for o in outputs)
    out += message(3, name) + message(4, op)
    return out + b"".join(attribute(*item) for item in (attributes or {}).items())


def initializer(name, spec, folder):
    if isinstance(spec, dict) and "int64" in spec:
        values = spec["int64"]
        return number(1, len(values)) + number(2, INT64) + message(8, name) + message(9, struct.pack(f"<{len(values)}q", *values))
    spec = {"dims": spec} if isinstance(spec, list) else spec
    count = 1
    for dim in spec["dims"]:
        count *= dim
    data = struct.pack(f"<{count}f", *((i % 7 - 3) / 8 for i in range(count)))
    out = b"".join(number(1, dim) for dim in spec["dims"]) + number(2, FLOAT) + message(8, name)
    if "file" not in spec:
        return out + message(9, data)
    offset = spec.get("offset", 0)
    with open(folder / spec["file"], "ab") as file:
        file.write(bytes(offset - file.tell()) + data)
    entries = {"location": spec["file"], "offset": str(offset), "length": str(len(data))}
    return out + b"".join(message(13, message(1, k) + message(2, v)) for k, v in entries.items()) + number(14, 1)


def main(source, target):
    model = json.loads(source.read_text())
    graph = b"".join(message(1, node(*spec)) for spec in model["nodes"]) + message(2, "graph")
    graph += b"".join(message(5, initializer(*item, target.parent)) for item in model.get("initializers", {}).items())
    graph += b"".join(message(11, value_info(*item)) for item in model["inputs"].items())
    graph += b"".join(message(12, value_info(*item)) for item in model["outputs"].items())
    target.write_bytes(number(1, 8) + message(7, graph) + message(8, message(1, "") + number(2, model["opset"])))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
