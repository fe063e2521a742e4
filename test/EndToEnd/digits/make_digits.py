#!/usr/bin/env python3
"""Writes train.npz and validate.npz, the real handwritten digits that the quick start trains on, and cnn.onnx, its model.

Needs scikit-learn (for its copy of the data) and onnx; the files are committed, so nobody has to run this.

Data: Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998 (CC BY 4.0): the
1,797 images of its test part, 8x8 with values 0 to 16, as scikit-learn ships them. Every fifth image (index mod 5 = 4, 359 of
them) is for validation, the other 1,438 for training.
"""
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_digits

HERE = pathlib.Path(__file__).resolve().parent


def write_data():
    digits = load_digits()
    images = (digits.images / 16).astype(np.float32)[:, None]
    labels = digits.target.astype(np.int64)
    validation = np.arange(len(images)) % 5 == 4
    for name, rows in (("train", ~validation), ("validate", validation)):
        np.savez_compressed(HERE / f"{name}.npz", image=images[rows], target=labels[rows])


def write_model():
    """Three blocks of convolution, batch normalization and ReLU, two poolings, dropout, one linear layer; He initialization."""
    random = np.random.default_rng(0)
    initializers, nodes = [], []

    def weight(name, shape, fan_in):
        initializers.append(numpy_helper.from_array((random.standard_normal(shape) * np.sqrt(2 / fan_in)).astype(np.float32), name))

    def filled(name, shape, value):
        initializers.append(numpy_helper.from_array(np.full(shape, value, np.float32), name))

    value = "image"
    for block, (channels_in, channels, pool) in enumerate(((1, 16, False), (16, 32, True), (32, 64, True)), 1):
        weight(f"conv{block}.weight", (channels, channels_in, 3, 3), channels_in * 9)
        nodes.append(helper.make_node("Conv", [value, f"conv{block}.weight"], [f"c{block}"], f"conv{block}", kernel_shape=[3, 3],
                                      pads=[1, 1, 1, 1]))
        for parameter, start in (("weight", 1), ("bias", 0), ("running_mean", 0), ("running_var", 1)):
            filled(f"bn{block}.{parameter}", (channels,), start)
        nodes.append(helper.make_node("BatchNormalization", [f"c{block}"] + [f"bn{block}.{p}" for p in
                                      ("weight", "bias", "running_mean", "running_var")], [f"b{block}"], f"bn{block}"))
        nodes.append(helper.make_node("Relu", [f"b{block}"], [f"r{block}"], f"relu{block}"))
        value = f"r{block}"
        if pool:
            nodes.append(helper.make_node("MaxPool", [value], [f"p{block}"], f"pool{block}", kernel_shape=[2, 2], strides=[2, 2]))
            value = f"p{block}"
    nodes.append(helper.make_node("Flatten", [value], ["flat"], "flatten"))
    initializers.append(numpy_helper.from_array(np.float32(0.25), "ratio"))
    nodes.append(helper.make_node("Dropout", ["flat", "ratio"], ["dropped"], "dropout"))
    weight("fc.weight", (10, 256), 256)
    filled("fc.bias", (10,), 0)
    nodes.append(helper.make_node("Gemm", ["dropped", "fc.weight", "fc.bias"], ["logits"], "fc", transB=1))
    graph = helper.make_graph(nodes, "digits", [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", 1, 8, 8])],
                              [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 10])], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], producer_name="make_digits.py", ir_version=10)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, HERE / "cnn.onnx")


if __name__ == "__main__":
    write_data()
    write_model()
