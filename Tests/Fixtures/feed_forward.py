"""Presage's feed-forward layers, and synthetic gradients between them, in float64 PyTorch.

A layer is (kind, shape or size, style) with the tensors W and b, or W, gamma and beta where it is
batch-normalized; an image's numbers lie channel by channel within a pixel. Fixtures for
feed_forward.h5 (single layers) and layerwise.h5 (whole updates).
"""

import torch
from torch.nn import functional

import layerwise
import reference

BATCH, INPUTS, WIDTH, CLASSES, DEPTH, HIDDEN, UPDATES = 6, 5, 4, 3, 4, 7, 3
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
CHAIN = {"synthesizer": "linear", "placement": "1", "conditioned": "no", "norm": "yes",
         "activation": "relu", "sg_scale": 1.0, "mixing": 0.0, "warm_up": 0, "inputs": "none"}
CHAINS = {
    "backprop": {"placement": ""},
    "backprop_tanh": {"placement": "", "norm": "no", "activation": "tanh"},
    "one": {},
    "chain": {"placement": "0 2"},
    "all": {"placement": "0 1 2", "norm": "no"},
    "conditioned": {"placement": "0 2", "conditioned": "yes"},
    "mlp": {"placement": "0 2", "synthesizer": "mlp", "activation": "tanh"},
    "mixed": {"placement": "0 2", "mixing": 0.4, "sg_scale": 0.5},
    "warm_up": {"placement": "0 2", "warm_up": 1},
    "inputs": {"placement": "0 2", "inputs": "linear"},
    "inputs_mlp": {"placement": "0 1 2", "inputs": "mlp", "conditioned": "yes", "mixing": 0.3},
    "inputs_backprop": {"placement": "1", "inputs": "mlp", "mixing": 1.0, "norm": "no"},
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


def owner(tensors):
    return {"parameters": tensors, "first_moment": reference.zeros(tensors)}


def chain_fixture(overrides, draw):
    """Some updates of a network of four layers, and what became of all its tensors.

    Moved by gradient descent with momentum: below a batch normalization a gradient may be zero but
    for rounding, of which Adam would make a whole step."""
    case = CHAIN | overrides
    placement = [int(word) for word in case["placement"].split()]
    window, settings = {}, {"depth": DEPTH, "placement": case["placement"],
                            "sg_scale": case["sg_scale"], "layer_mixing": case["mixing"],
                            "optimizer": "momentum", "momentum": 0.9,
                            "drawn": " ".join(["yes"] * (len(placement) + 1))}

    def add(tree, name, prefix, layer, rate):
        tree[name] = owner(draw.tensors(shapes(layer), 0.5))
        settings.update({prefix + key: layer[key] for key in ("activation", "norm")})
        settings.update(_momentum(prefix, rate))

    for i in range(DEPTH):
        last = i == DEPTH - 1
        add(window, f"layer_{i}", f"layer_{i}_", {
            "inputs": INPUTS if i == 0 else WIDTH, "outputs": CLASSES if last else WIDTH,
            "activation": "identity" if last else case["activation"],
            "norm": "no" if last else case["norm"]}, 0.1)
    seen = WIDTH + (CLASSES if case["conditioned"] == "yes" else 0)
    kinds = {"linear": {"W": (seen, WIDTH), "b": (WIDTH,)},
             "mlp": {"W_1": (seen, HIDDEN), "b_1": (HIDDEN,), "W_2": (HIDDEN, WIDTH),
                     "b_2": (WIDTH,)}}
    for i in placement:
        window[f"interface_{i}"] = owner(draw.tensors(kinds[case["synthesizer"]], 0.3))
        settings.update(_momentum(f"interface_{i}_", 0.3))
        settings[f"interface_{i}_conditioned"] = case["conditioned"]
        widths = {"none": [], "linear": [INPUTS, WIDTH], "mlp": [INPUTS, HIDDEN, WIDTH]}
        widths = widths[case["inputs"]]
        settings[f"interface_{i}_input_layers"] = max(0, len(widths) - 1)
        for j, (wide, out) in enumerate(zip(widths, widths[1:])):
            last = j == len(widths) - 2
            add(window[f"interface_{i}"].setdefault("input", {}), f"layer_{j}",
                f"interface_{i}_input_layer_{j}_",
                {"inputs": wide, "outputs": out, "activation": "identity" if last else "relu",
                 "norm": "no" if last else "yes"}, 0.3)
    x, labels = draw.real(UPDATES, BATCH, INPUTS), draw.whole(0, CLASSES, UPDATES, BATCH)
    result = {"settings": case, "x": x, "labels": labels} | everything(window)
    rows = []
    for k in range(UPDATES):
        settings["sg_applied"] = "yes" if k >= case["warm_up"] and case["mixing"] < 1 else "no"
        batch = {"inputs": x[k], "condition": functional.one_hot(labels[k], CLASSES).double()}
        after = layerwise.replay(window | batch, settings)
        rows.append(
            {"loss": after["loss"] * BATCH,
             "losses": _stacked(after[f"interface_{i}"]["loss"] for i in placement),
             "input_losses": _stacked(after[f"interface_{i}"]["input"]["loss"] for i in placement
                                      if case["inputs"] != "none")}
            | {f"{name}_after": value for name, value in everything(after, "_after").items()})
        window = moved(window, after)
    return result | {name: torch.stack([row[name] for row in rows]) for name in rows[0]}


def _momentum(prefix, rate):
    return {prefix + "learning_rate": rate, prefix + "norm_floor": 0.0, prefix + "clip_norm": 0.0,
            prefix + "norm_scope": "global"}


def _stacked(values):
    values = list(values)
    return torch.stack(values) if values else torch.zeros(0)


def moved(tree, after):
    """The owners after a step."""
    if "parameters" in tree:
        now = {"parameters": after["parameters_after"], "first_moment": after["first_moment_after"]}
        return now | {name: moved(tree[name], after[name]) for name in tree if name == "input"}
    return {name: moved(value, after[name]) for name, value in tree.items()}


def everything(tree, suffix=""):
    """All tensors of layers, of synthesizers and of input synthesizers, each end to end."""
    layers = [tree[name] for name in sorted(tree) if name.startswith("layer_")]
    faces = [tree[name] for name in sorted(tree) if name.startswith("interface_")]
    inputs = [face["input"][name] for face in faces for name in sorted(face.get("input", {}))
              if name.startswith("layer_")]
    return {name: joined(item["parameters" + suffix] for item in items)
            for name, items in (("parameters", layers), ("synthesizers", faces),
                                ("input_synthesizers", inputs))}


def joined(owners):
    tensors = [t.flatten() for owner in owners for t in owner.values()]
    return torch.cat(tensors) if tensors else torch.zeros(0)


def fixtures(make_draw):
    return {
        "feed_forward.h5": {name: layer_fixture(layer, make_draw(8))
                            for name, layer in LAYERS.items()},
        "layerwise.h5": {name: chain_fixture(case, make_draw(9)) for name, case in CHAINS.items()},
    }
