"""Presage's feed-forward layers and training between them once more, in float64 PyTorch.

A layer is (kind, shape or size, style) with the tensors W and b, or W, gamma and beta where it is
batch-normalized; an image's numbers lie channel by channel within a pixel. Fixtures for
feed_forward.h5 (single layers) and layerwise.h5 (whole updates).
"""

import torch
from torch.nn import functional

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
         "activation": "relu", "sg_scale": 1.0, "mixing": 0.0, "warm_up": 0}
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


class Owner:
    """Tensors moved by gradient descent with momentum: below a batch normalization a gradient may
    be zero but for rounding, of which Adam would make a whole step."""

    def __init__(self, tensors, rate):
        self.tensors, self.rate, self.velocity = tensors, rate, reference.zeros(tensors)

    def step(self, gradients):
        for name, g in gradients.items():
            self.tensors[name], self.velocity[name] = (t.detach() for t in reference.momentum(
                self.tensors[name], g, self.velocity[name], self.rate, 0.9))


def chain_fixture(overrides, draw):
    """Some updates of a network of four layers, and what became of all its tensors."""
    case = CHAIN | overrides
    placement = [int(word) for word in case["placement"].split()]
    layers = [{"inputs": INPUTS if i == 0 else WIDTH,
               "outputs": CLASSES if i == DEPTH - 1 else WIDTH,
               "activation": "identity" if i == DEPTH - 1 else case["activation"],
               "norm": "no" if i == DEPTH - 1 else case["norm"]} for i in range(DEPTH)]
    owners = [Owner(draw.tensors(shapes(layer), 0.5), 0.1) for layer in layers]
    seen = WIDTH + (CLASSES if case["conditioned"] == "yes" else 0)
    kinds = {"linear": {"W": (seen, WIDTH), "b": (WIDTH,)},
             "mlp": {"W_1": (seen, HIDDEN), "b_1": (HIDDEN,), "W_2": (HIDDEN, WIDTH),
                     "b_2": (WIDTH,)}}
    taught = {i: Owner(draw.tensors(kinds[case["synthesizer"]], 0.3), 0.3) for i in placement}
    x, labels = draw.real(UPDATES, BATCH, INPUTS), draw.whole(0, CLASSES, UPDATES, BATCH)
    result = {"settings": case, "x": x, "labels": labels,
              "parameters": joined(owners), "synthesizers": joined(taught.values())}
    rows = [chain_update(case, layers, owners, taught, x[k], labels[k], k) for k in range(UPDATES)]
    return result | {name: torch.stack([row[name] for row in rows]) for name in rows[0]}


def chain_update(case, layers, owners, taught, x, labels, update):
    variables = [{n: t.clone().requires_grad_() for n, t in o.tensors.items()} for o in owners]
    outputs = [x]
    for layer, p in zip(layers, variables):
        outputs.append(forward(outputs[-1].detach().requires_grad_(), p, layer)[0])
    loss = reference.cross_entropy(outputs[-1], labels)
    condition = functional.one_hot(labels, CLASSES).double()

    def see(i):
        h = outputs[i + 1].detach()
        return torch.cat([h, condition], dim=1) if case["conditioned"] == "yes" else h

    g = torch.autograd.grad(
        reference.cross_entropy(logits := outputs[-1].detach().requires_grad_(), labels),
        logits)[0]
    gradients, losses, steps = [None] * len(layers), [], []
    for i in reversed(range(len(layers))):
        if i in taught:
            owner, target = taught[i], g
            q = {n: t.clone().requires_grad_() for n, t in owner.tensors.items()}
            error = ((reference.synthesizer(see(i), q) - target) ** 2).mean()
            losses.insert(0, error.detach())
            steps.append((owner, dict(zip(q, torch.autograd.grad(error, list(q.values()))))))
            if update >= case["warm_up"]:
                said = reference.synthesizer(see(i), owner.tensors)
                g = case["mixing"] * g + (1 - case["mixing"]) * case["sg_scale"] * said
        below = outputs[i].detach().requires_grad_()
        y, _ = forward(below, variables[i], layers[i])
        below_g, *own = torch.autograd.grad(
            (y * g.detach()).sum(), [below, *variables[i].values()])
        gradients[i] = {n: v / BATCH for n, v in zip(variables[i], own)}
        g = below_g
    for owner, own in zip(owners, gradients):
        owner.step(own)
    for owner, own in steps:
        owner.step(own)
    return {"loss": loss.detach(), "losses": torch.stack(losses) if losses else torch.zeros(0),
            "parameters_after": joined(owners), "synthesizers_after": joined(taught.values())}


def joined(owners):
    tensors = [t.flatten() for owner in owners for t in owner.tensors.values()]
    return torch.cat(tensors) if tensors else torch.zeros(0)


def fixtures(make_draw):
    return {
        "feed_forward.h5": {name: layer_fixture(layer, make_draw(8))
                            for name, layer in LAYERS.items()},
        "layerwise.h5": {name: chain_fixture(case, make_draw(9)) for name, case in CHAINS.items()},
    }
