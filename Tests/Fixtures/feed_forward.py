"""Presage's feed-forward layers in float64 PyTorch.

A layer is (kind, shape or size, style) with the tensors W and b, or W, gamma and beta where it is
batch-normalized; an image's numbers lie channel by channel within a pixel. Fixtures for
feed_forward.h5.
"""

import torch
from torch.nn import functional

BATCH, INPUTS = 6, 5
LAYERS = {
    "dense_relu": {"inputs": INPUTS, "outputs": 4, "activation": "relu", "norm": "no"},
    "dense_tanh": {"inputs": INPUTS, "outputs": 4, "activation": "tanh", "norm": "no"},
    "dense_relu_norm": {"inputs": INPUTS, "outputs": 4, "activation": "relu", "norm": "yes"},
    "dense_identity_norm": {"inputs": INPUTS, "outputs": 4, "activation": "identity", "norm": "yes"},
    "signal": {"height": 1, "width": 9, "channels": 2, "outputs": 3, "size": 5, "stride": 2,
               "padding": 1, "activation": "relu", "norm": "yes"},
    "image": {"height": 5, "width": 6, "channels": 2, "outputs": 3, "size": 3, "stride": 2,
              "padding": 1, "activation": "tanh", "norm": "no"},
}


def shapes(layer):
    inputs = layer.get("inputs")
    if inputs is None:
        down = 1 if layer["height"] == 1 else layer["size"]
        inputs = down * layer["size"] * layer["channels"]
    columns = layer["outputs"]
    tail = ({"gamma": (columns,), "beta": (columns,)} if layer["norm"] == "yes"
            else {"b": (columns,)})
    return {"W": (inputs, columns)} | tail


def forward(x, p, layer, running=None):
    """x (B, inputs) -> y (B, outputs); with running statistics, by those."""
    if "height" in layer:
        a = convolved(x, p["W"], layer)
    else:
        a = x @ p["W"]
    rows = a.reshape(-1, layer["outputs"])
    if layer["norm"] == "yes":
        mean, variance = running or (rows.mean(0), rows.var(0, unbiased=False))
        rows = (rows - mean) / torch.sqrt(variance + 1e-5) * p["gamma"] + p["beta"]
    else:
        rows = rows + p["b"]
    if layer["activation"] != "identity":
        rows = getattr(torch, layer["activation"])(rows)
    return rows.reshape(len(x), -1), a.reshape(-1, layer["outputs"])


def convolved(x, weights, layer):
    """The pixels' products, (B, pixels, outputs)."""
    height, width, channels = (layer[name] for name in ("height", "width", "channels"))
    down = 1 if height == 1 else layer["size"]
    kernel = weights.reshape(down, layer["size"], channels, -1).permute(3, 2, 0, 1)
    image = x.reshape(-1, height, width, channels).permute(0, 3, 1, 2)
    flat = height == 1
    a = functional.conv2d(
        image, kernel, stride=(1 if flat else layer["stride"], layer["stride"]),
        padding=(0 if flat else layer["padding"], layer["padding"]))
    return a.permute(0, 2, 3, 1).reshape(len(x), -1, layer["outputs"])


def layer_fixture(layer, draw):
    p = {name: t.requires_grad_() for name, t in draw.tensors(shapes(layer), 0.5).items()}
    inputs = layer.get("inputs") or layer["height"] * layer["width"] * layer["channels"]
    x = draw.real(BATCH, inputs).requires_grad_()
    y, a = forward(x, p, layer)
    upstream = draw.real(*y.shape)
    dx, *gradients = torch.autograd.grad((y * upstream).sum(), [x, *p.values()])
    result = {"settings": layer, "x": x, "y": y, "upstream": upstream, "dx": dx, "parameters": p,
              "gradients": dict(zip(p, gradients))}
    if layer["norm"] == "yes":
        running = 0.1 * a.mean(0), 0.9 + 0.1 * a.var(0, unbiased=True)
        result["inference"] = forward(x, p, layer, running)[0]
    return result


def fixtures(make_draw):
    """Every layer by name."""
    return {name: layer_fixture(layer, make_draw(8)) for name, layer in LAYERS.items()}
