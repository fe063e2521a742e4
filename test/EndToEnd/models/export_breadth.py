#!/usr/bin/env python3
"""Regenerates the cases `breadth-*`: `python export_breadth.py [NAME...]`, with the machinery and needs of export.py.

Small networks, each with operators and shapes that the larger cases do not have.
"""
import pathlib, sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import fixture
from fixture import Case, make

HERE = pathlib.Path(__file__).resolve().parent
CLASSES = 6
CE = {"kind": "softmax-cross-entropy", "output": "logits", "target": "y", "class_axis": 1}
SGD = {"kind": "sgd", "lr": 0.05, "momentum": 0.9}
RAW = {"optimize": False}


def preserve(opset):
    return {"exporter": "torchscript", "training": "PRESERVE", "do_constant_folding": False, "opset": opset}


class Net(nn.Module):
    """A convolution, the block, and a linear layer over all that the block gives."""
    def __init__(self, block, shape):
        super().__init__()
        conv = {2: nn.Conv1d, 3: nn.Conv2d, 4: nn.Conv3d}[len(shape)]
        self.stem, self.block = conv(shape[0], 4, 3, padding=1), block
        with torch.no_grad():
            features = self.eval().block(self.stem(torch.zeros(2, *shape))).flatten(1).shape[1]
        self.train().fc = nn.Linear(features, CLASSES)

    def forward(self, x):
        return self.fc(self.block(self.stem(x)).flatten(1))


def norm(i, o, k, groups=1):
    return [nn.Conv2d(i, o, k, padding=k // 2, groups=groups, bias=False), nn.BatchNorm2d(o)]


class Shuffle(nn.Module):
    """Half of the channels through a depthwise branch, then a channel shuffle."""
    def __init__(self):
        super().__init__()
        self.branch = nn.Sequential(*norm(2, 4, 1), nn.ReLU(), *norm(4, 4, 3, 4), *norm(4, 2, 1), nn.ReLU())

    def forward(self, x):
        a, b = x.chunk(2, 1)
        y = torch.cat([a, self.branch(b)], 1)
        n, c, h, w = y.shape
        return y.view(n, 2, c // 2, h, w).transpose(1, 2).reshape(n, -1, h, w)


class NonLocal(nn.Module):
    """Every position attends to every other; a scalar of the module, 0.5, says how much."""
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = nn.Conv2d(4, 2, 1), nn.Conv2d(4, 2, 1), nn.Conv2d(4, 3, 1), nn.Conv2d(3, 4, 1)
        self.gate = nn.Parameter(torch.tensor(0.5))

    def forward(self, x):
        b, c, h, w = x.shape
        a = torch.softmax(self.q(x).flatten(2).transpose(1, 2) @ self.k(x).flatten(2), -1)
        y = (a @ self.v(x).flatten(2).transpose(1, 2)).transpose(1, 2).reshape(b, 3, h, w)
        return x + self.gate * self.o(y)


class TopK(nn.Module):
    """The five largest of each channel."""
    def forward(self, x):
        return x.flatten(2).topk(5, -1)[0]


class Upsample(nn.Module):
    """Reflected borders, bicubic up, instance norm, mish."""
    def __init__(self):
        super().__init__()
        self.conv, self.norm = nn.Conv2d(4, 5, 3), nn.InstanceNorm2d(5, affine=True)

    def forward(self, x):
        x = F.interpolate(F.pad(x, (2, 1, 0, 3), mode="reflect"), scale_factor=2, mode="bicubic", align_corners=False)
        return F.max_pool2d(F.mish(self.norm(self.conv(x))), 3, 2, 1, ceil_mode=True)


class Unpool(nn.Module):
    """Positions of maxima and the predicted class are outputs too."""
    def __init__(self):
        super().__init__()
        self.conv, self.fc = nn.Conv2d(3, 4, 3, padding=1), nn.Linear(64, CLASSES)

    def forward(self, x):
        y, places = F.max_pool2d(self.conv(x), 2, return_indices=True)
        logits = self.fc(y.flatten(1))
        return logits, places, logits.argmax(1)


class ChannelsLast(nn.Module):
    """One class a pixel, classes last; weights standardized in the graph."""
    def __init__(self):
        super().__init__()
        self.conv, self.out = nn.Conv2d(3, 6, 3, padding=2, dilation=2), nn.Conv2d(6, CLASSES, 1)

    def forward(self, x):
        w = self.conv.weight
        w = (w - w.mean((1, 2, 3), keepdim=True)) / (w.std((1, 2, 3), keepdim=True) + 1e-5)
        return self.out(F.celu(F.conv2d(x, w, self.conv.bias, 1, 2, 2))).permute(0, 2, 3, 1)


def cases():
    out = []

    def add(name, build, shape=(3, 8, 8), export=RAW, losses=(CE,), optimizer=SGD, targets=None, outputs=("logits",), **more):
        g = np.random.default_rng(fixture.seed_of(name))
        x = (np.round(g.normal(size=(12, *shape)) * 8) / 8).astype(np.float32)
        y = g.integers(0, CLASSES, 12) if targets is None else targets(g)
        out.append(Case("breadth-" + name, lambda p: build(), {"x": x}, {"y": y}, list(losses), optimizer, 4, 4, export=export,
                        outputs=list(outputs), **more))

    def net(name, block, shape=(3, 8, 8), **more):
        add(name, lambda: Net(block(), shape), shape, **more)

    net("shuffle", Shuffle, export=preserve(13), notes=["depthwise convolution, BatchNorm, channel shuffle by Reshape and Transpose"])
    net("nonlocal", NonLocal, export={"opset": 20, **RAW}, notes=["attention over positions; a parameter of rank 0"])
    net("topk", TopK, export={"opset": 18}, notes=["TopK; gradients go to the chosen elements"])
    net("upsample", Upsample, export={"opset": 20, **RAW}, optimizer={"kind": "rmsprop", "lr": 1e-3, "alpha": 0.9, "eps": 1e-3},
        notes=["Pad reflect, Resize cubic, InstanceNormalization, Mish, MaxPool ceil_mode with pads"])
    net("conv3d", lambda: nn.Sequential(nn.Conv3d(4, 4, (1, 3, 3), dilation=(1, 2, 1), groups=2, padding=(0, 2, 1)), nn.SELU(),
                                        nn.AvgPool3d(2, stride=1, padding=1)), (2, 3, 6, 6), notes=["grouped, dilated convolution in three dimensions"])
    net("transposed", lambda: nn.Sequential(nn.ConvTranspose1d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2, dilation=2), nn.Softsign(),
                                            nn.LPPool1d(2, 3, 2)), (2, 9), export=preserve(9), notes=["opset 9; ConvTranspose with groups, dilation and output_padding; LpPool"])
    add("indices", Unpool, export={"exporter": "torchscript", "opset": 13}, outputs=("logits", "places", "label"),
        notes=["integer outputs: MaxPool's indices, ArgMax"])
    add("channels-last", ChannelsLast, export={"opset": 22, **RAW}, optimizer={"kind": "adagrad", "lr": 0.02, "eps": 1e-8},
        losses=[{**CE, "class_axis": -1, "ignore_index": 255, "label_smoothing": 0.1}],
        targets=lambda g: np.where(g.random((12, 8, 8)) < 0.2, 255, g.integers(0, CLASSES, (12, 8, 8))),
        notes=["classes on the last axis, ignored pixels, label smoothing; weight arithmetic in the graph"])
    return out


if __name__ == "__main__":
    for case in cases():
        if not sys.argv[1:] or case.name in sys.argv[1:]:
            make(case, HERE)
