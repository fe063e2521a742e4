"""Runs an ONNX graph node by node with PyTorch's functions: the eager peer of bench.py, for convolutional and fully connected models.

What does not depend on the batch (constants, shape arithmetic) is computed once, so that a step runs the calls that the model's author would have
written. BatchNormalization runs in training form, as `neap compile` promotes it; Dropout passes its input on (cases run without). Needs torch, onnx.
"""
import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

FOLDED = {"Constant", "Shape", "CastLike", "Cast", "Expand", "Identity", "Gather", "Concat", "Unsqueeze", "Squeeze", "Slice", "ConstantOfShape"}
DTYPES = {onnx.TensorProto.FLOAT: torch.float32, onnx.TensorProto.INT64: torch.int64, onnx.TensorProto.INT32: torch.int32,
          onnx.TensorProto.BOOL: torch.bool, onnx.TensorProto.DOUBLE: torch.float64}


def attributes(node):
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def padded(x, pads, value=0.0):
    """x with ONNX pads where they are not symmetric, and the symmetric pads left for the operator."""
    n = len(pads) // 2
    if pads[:n] == pads[n:]:
        return x, pads[:n]
    return F.pad(x, [p for i in reversed(range(n)) for p in (pads[i], pads[n + i])], value=value), [0] * n


def conv(a, x, w, b=None):
    n = x.dim() - 2
    x, pads = padded(x, a.get("pads", [0] * 2 * n))
    call = (F.conv1d, F.conv2d, F.conv3d)[n - 1]
    return call(x, w, b, a.get("strides", [1] * n), pads, a.get("dilations", [1] * n), a.get("group", 1))


def conv_transpose(a, x, w, b=None):
    n = x.dim() - 2
    pads = a.get("pads", [0] * 2 * n)
    assert pads[:n] == pads[n:], "ConvTranspose with one-sided pads has no PyTorch call"
    call = (F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d)[n - 1]
    return call(x, w, b, a.get("strides", [1] * n), pads[:n], a.get("output_padding", [0] * n), a.get("group", 1), a.get("dilations", [1] * n))


def max_pool(a, x):
    n = x.dim() - 2
    x, pads = padded(x, a.get("pads", [0] * 2 * n), float("-inf"))
    call = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[n - 1]
    return call(x, a["kernel_shape"], a.get("strides", [1] * n), pads, a.get("dilations", [1] * n), bool(a.get("ceil_mode", 0)))


def average_pool(a, x):
    n = x.dim() - 2
    pads = a.get("pads", [0] * 2 * n)
    call = (F.avg_pool1d, F.avg_pool2d, F.avg_pool3d)[n - 1]
    return call(x, a["kernel_shape"], a.get("strides", [1] * n), pads[:n], bool(a.get("ceil_mode", 0)), bool(a.get("count_include_pad", 0)))


def batch_norm(a, x, scale, bias, mean, var):
    # ONNX keeps `momentum` of the old statistic, PyTorch of the new one.
    return F.batch_norm(x, mean, var, scale, bias, True, 1 - a.get("momentum", 0.9), a.get("epsilon", 1e-5))


def gemm(a, x, w, b=None):
    assert a.get("alpha", 1.0) == 1.0 and a.get("beta", 1.0) == 1.0 and not a.get("transA", 0), "a Gemm that is not a linear layer"
    return F.linear(x, w if a.get("transB", 0) else w.t(), b)


def resize(a, x, roi=None, scales=None, sizes=None):
    mode = a.get("mode", b"nearest").decode()
    size = [int(s) for s in sizes[2:]] if sizes is not None and sizes.numel() else [int(d * s) for d, s in zip(x.shape[2:], scales[2:])]
    corners = a.get("coordinate_transformation_mode", b"half_pixel") == b"align_corners"
    return F.interpolate(x, size) if mode == "nearest" else F.interpolate(x, size, mode="bilinear", align_corners=corners)


def reduce_mean(a, x, axes=None):
    axes = a.get("axes") or (range(x.dim()) if axes is None else axes)
    return x.mean([int(i) for i in axes], keepdim=bool(a.get("keepdims", 1)))


def reshape(a, x, shape):
    return x.reshape([x.shape[i] if d == 0 else int(d) for i, d in enumerate(shape)])


def squeeze(a, x, axes=None):
    axes = a.get("axes") or ([i for i, d in enumerate(x.shape) if d == 1] if axes is None else axes)
    for axis in sorted((int(i) % x.dim() for i in axes), reverse=True):
        x = x.squeeze(axis)
    return x


CALLS = {
    "Conv": conv, "ConvTranspose": conv_transpose, "MaxPool": max_pool, "AveragePool": average_pool, "Gemm": gemm, "Resize": resize,
    "BatchNormalization": batch_norm, "ReduceMean": reduce_mean, "Reshape": reshape, "Squeeze": squeeze,
    "InstanceNormalization": lambda a, x, s, b: F.instance_norm(x, weight=s, bias=b, eps=a.get("epsilon", 1e-5)),
    "GlobalAveragePool": lambda a, x: x.mean(list(range(2, x.dim())), keepdim=True),
    "Dropout": lambda a, x, *_: x,
    "Relu": lambda a, x: F.relu(x), "Sigmoid": lambda a, x: torch.sigmoid(x), "Tanh": lambda a, x: torch.tanh(x),
    "Elu": lambda a, x: F.elu(x, a.get("alpha", 1.0)), "LeakyRelu": lambda a, x: F.leaky_relu(x, a.get("alpha", 0.01)),
    "Clip": lambda a, x, low=None, high=None: torch.clamp(x, None if low is None else float(low), None if high is None else float(high)),
    "Add": lambda a, x, y: x + y, "Sub": lambda a, x, y: x - y, "Mul": lambda a, x, y: x * y, "Div": lambda a, x, y: x / y,
    "MatMul": lambda a, x, y: x @ y, "Flatten": lambda a, x: x.flatten(a.get("axis", 1)),
    "Transpose": lambda a, x: x.permute(a.get("perm", list(reversed(range(x.dim()))))),
    "Concat": lambda a, *x: torch.cat(x, a["axis"]), "Identity": lambda a, x: x,
    "Unsqueeze": lambda a, x, axes: x.reshape([1 if i in [int(v) for v in axes] else None for i in range(x.dim())]),
    "Shape": lambda a, x: torch.tensor(x.shape)[a.get("start", 0):a.get("end", x.dim())], "Cast": lambda a, x: x.to(DTYPES[a["to"]]), "CastLike": lambda a, x, like: x.to(like.dtype),
    "Expand": lambda a, x, shape: x.expand(torch.broadcast_shapes(x.shape, [int(d) for d in shape])),
    "ConstantOfShape": lambda a, shape: torch.full([int(d) for d in shape], float(numpy_helper.to_array(a["value"])[0]) if "value" in a else 0.0),
}


class EagerModel:
    """The graph of an ONNX file as PyTorch calls. parameters, buffers: tensors by initializer name."""

    def __init__(self, path, trainable, buffers):
        model = onnx.load(path)
        self.graph = model.graph
        arrays = {i.name: torch.from_numpy(np.array(numpy_helper.to_array(i))) for i in self.graph.initializer}
        self.parameters = {n: arrays[n].requires_grad_() for n in trainable}
        self.buffers = {n: arrays[n] for n in buffers}
        self.constants = arrays
        self.inputs = [i.name for i in self.graph.input if i.name not in arrays]
        self.steps = None

    def prepare(self, feeds):
        """Shapes by one dry run; nodes that need none of the batch's numbers are evaluated now."""
        values, static = {**self.constants, **feeds}, {n for n in self.constants if n not in self.parameters and n not in self.buffers}
        self.steps = []
        with torch.no_grad():
            kept = {n: t.clone() for n, t in self.buffers.items()}
            for node in self.graph.node:
                a = attributes(node)
                if node.op_type == "Constant":
                    value = a["value"] if "value" in a else next(iter(a.values()))
                    outputs = torch.from_numpy(np.array(numpy_helper.to_array(value) if isinstance(value, onnx.TensorProto) else value))
                elif node.op_type not in CALLS:
                    raise SystemExit(f"eager.py: no PyTorch call for {node.op_type} (node {node.name})")
                else:
                    outputs = CALLS[node.op_type](a, *[values[i] if i else None for i in node.input])
                values[node.output[0]] = outputs
                if node.op_type in FOLDED and (node.op_type in ("Shape", "Constant") or all(i in static or not i for i in node.input)):
                    static.add(node.output[0])
                    self.constants[node.output[0]] = outputs
                elif node.op_type == "CastLike" and node.input[0] in static:
                    static.add(node.output[0])
                    self.constants[node.output[0]] = outputs
                else:
                    self.steps.append((CALLS[node.op_type], a, list(node.input), node.output[0]))
            for n, t in kept.items():
                self.buffers[n].copy_(t)
        # A value dies after its last reader, as a variable would in the author's module.
        last = {name: i for i, (_, _, inputs, _) in enumerate(self.steps) for name in inputs}
        outputs = {o.name for o in self.graph.output}
        self.dead = [[n for n in set(inputs) if n and last[n] == i and n not in self.constants and n not in outputs]
                     for i, (_, _, inputs, _) in enumerate(self.steps)]

    def forward(self, feeds):
        values = dict(feeds)
        get = lambda n: None if not n else values[n] if n in values else self.constants[n]
        for (call, a, inputs, output), dead in zip(self.steps, self.dead):
            values[output] = call(a, *[get(i) for i in inputs])
            for name in dead:
                values.pop(name, None)
        return {o.name: values[o.name] for o in self.graph.output}


def total_loss(losses, outputs, targets):
    total = 0
    for loss in losses:
        y, t, kind = outputs[loss.get("output") or next(iter(outputs))], targets[loss["target"]], loss["kind"]
        axis = loss.get("class_axis", 1)
        if axis not in (1, -1) or (axis == -1 and y.dim() > 2):
            y = y.movedim(axis, 1)
        value = {"softmax-cross-entropy": lambda: F.cross_entropy(y, t, ignore_index=loss.get("ignore_index", -100),
                                                                  label_smoothing=loss.get("label_smoothing", 0.0)),
                 "nll": lambda: F.nll_loss(y, t, ignore_index=loss.get("ignore_index", -100)),
                 "bce-with-logits": lambda: F.binary_cross_entropy_with_logits(y, t), "mse": lambda: F.mse_loss(y, t),
                 "l1": lambda: F.l1_loss(y, t), "huber": lambda: F.huber_loss(y, t, delta=loss.get("delta", 1.0))}[kind]()
        total = total + loss.get("weight", 1.0) * value
    return total


def optimizer(o, model):
    names = set(o.get("no_decay", []))
    decay = o.get("weight_decay", 0.0)
    groups = [{"params": [p for n, p in model.parameters.items() if (n in names) == exempt], "weight_decay": 0.0 if exempt else decay}
              for exempt in (False, True)]
    groups = [g for g in groups if g["params"]]
    keys = {k: v for k, v in o.items() if k in ("lr", "momentum", "dampening", "nesterov", "eps", "alpha", "amsgrad", "betas")}
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW, "adagrad": torch.optim.Adagrad,
             "rmsprop": torch.optim.RMSprop}
    return kinds[o["kind"]](groups, **keys)
