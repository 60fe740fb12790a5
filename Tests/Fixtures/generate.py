"""Writes the float64 fixtures that Presage's tests compare with, from reference.py, windows.py,
online.py, feed_forward.py, layerwise.py and ceilings.py.

    python3 generate.py            writes the .h5 files beside this script
    python3 generate.py --check    exits 1 unless the files there hold the same
"""

import pathlib
import sys

import h5py
import numpy
import torch

import ceilings
import feed_forward
import layered_fixtures
import philox
import reference
import window_fixtures

HERE = pathlib.Path(__file__).parent
BATCH, WINDOW, INPUTS, UNITS, HIDDEN = 4, 4, 3, 5, 7
VALUES = 2
WIDTH = 2 * UNITS
# Presage's conformance tests fail for a kind that is missing here.
SYNTHESIZERS = {
    "zero": {},
    "constant": {"b": (WIDTH,)},
    "linear": {"W": (WIDTH, WIDTH), "b": (WIDTH,)},
    "mlp": {"W_1": (WIDTH, HIDDEN), "b_1": (HIDDEN,), "W_2": (HIDDEN, WIDTH), "b_2": (WIDTH,)},
}
SYNTHESIZERS["mlp_skip"] = SYNTHESIZERS["mlp"] | {"W_skip": (WIDTH, WIDTH)}
# Two hidden layers, normalized by the batch.
SYNTHESIZERS["mlp_deep"] = {
    "W_1": (WIDTH, HIDDEN), "gamma_1": (HIDDEN,), "beta_1": (HIDDEN,), "W_2": (HIDDEN, HIDDEN),
    "gamma_2": (HIDDEN,), "beta_2": (HIDDEN,), "W_3": (HIDDEN, WIDTH), "b_3": (WIDTH,)}
SYNTHESIZERS["mlp_skip_deep"] = SYNTHESIZERS["mlp_deep"] | {"W_skip": (WIDTH, WIDTH)}


class Draw:
    """Seeded random tensors, exact in float32 so that every side starts from the same numbers."""

    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)

    def real(self, *shape, scale=1.0):
        values = scale * torch.randn(shape, generator=self.generator, dtype=torch.float32)
        return values.double()

    def whole(self, low, high, *shape):
        return torch.randint(low, high, shape, generator=self.generator)

    def tensors(self, shapes, scale):
        return {name: self.real(*shape, scale=scale) for name, shape in shapes.items()}


def dense_fixture():
    draw = Draw(1)
    x, w, b = draw.real(4, 6), draw.real(6, 5), draw.real(5)
    leaves = [t.requires_grad_() for t in (x, w, b)]
    upstream = draw.real(4, 5)
    y = reference.dense(*leaves)
    dx, dw, db = torch.autograd.grad((y * upstream).sum(), leaves)
    return {"x": x, "W": w, "b": b, "upstream": upstream, "y": y, "dx": dx, "dW": dw, "db": db}


def cross_entropy_fixture():
    draw = Draw(2)
    logits, targets = draw.real(8, 5, scale=3.0).requires_grad_(), draw.whole(-1, 5, 8)
    loss = reference.cross_entropy(logits, targets)
    return {"logits": logits, "targets": targets, "loss": loss,
            "gradients": torch.autograd.grad(loss, logits)[0]}


def cell_shapes(cell, inputs):
    width = window_fixtures.GATES[cell] * UNITS
    shapes = {"W_xh": (inputs, width), "W_hh": (UNITS, width), "b": (width,)}
    if cell == "gru":
        shapes["b_hn"] = (UNITS,)
    if cell == "lstm_layer_norm":
        shapes |= {"gamma_x": (width,), "gamma_h": (width,)}
    return shapes


def cell_fixture(cell, values):
    """A window of symbols and, beside them, `values` real numbers."""
    draw = Draw(3)
    p = {name: t.requires_grad_()
         for name, t in draw.tensors(cell_shapes(cell, INPUTS + values), 0.5).items()}
    symbols = draw.whole(-1, INPUTS, WINDOW, BATCH)
    width = WIDTH if cell.startswith("lstm") else UNITS
    state = draw.real(BATCH, width, scale=0.7).requires_grad_()
    hidden, last = draw.real(WINDOW, BATCH, UNITS), draw.real(BATCH, width)
    fixture = {"symbols": symbols, "state": state, "hidden_gradients": hidden,
               "final_state_gradient": last, "parameters": p}
    inputs = one_hot(symbols)
    if values:
        fixture["values"] = draw.real(WINDOW, BATCH, values)
        inputs = torch.cat([inputs, fixture["values"]], dim=2)
    states = reference.recurrent(inputs, state, p, cell)
    objective = (states[1:, :, :UNITS] * hidden).sum() + (states[-1] * last).sum()
    *gradients, first = torch.autograd.grad(objective, [*p.values(), state])
    return fixture | {"states": states, "first_state_gradient": first,
                      "gradients": dict(zip(p, gradients))}


def optimizer_fixture(name):
    draw = Draw(4)
    p, gradients = draw.real(20), draw.real(5, 20)
    m, v, history = torch.zeros(20), torch.zeros(20), []
    start = p
    for step, g in enumerate(gradients, 1):
        if name == "adam":
            p, m, v = reference.adam(p, g, m, v, step, 0.01, 0.9, 0.999, 1e-8)
        else:
            p, m = reference.momentum(p, g, m, 0.01, 0.9)
        history.append(torch.stack([p, m, v]))
    return {"parameters": start, "gradients": gradients, "history": torch.stack(history)}


def synthesizer_fixture(kind):
    draw = Draw(5)
    q = {name: t.requires_grad_()
         for name, t in draw.tensors(SYNTHESIZERS[kind], 0.4).items()}
    states, targets = draw.real(BATCH, WIDTH), draw.real(BATCH, WIDTH)
    prediction = reference.synthesizer(states, q)
    loss = ((prediction - targets) ** 2).mean()
    gradients = torch.autograd.grad(loss, list(q.values())) if q else []
    return {"states": states, "targets": targets, "prediction": prediction, "loss": loss,
            "parameters": q, "gradients": dict(zip(q, gradients))}


def one_hot(symbols):
    """Indices (...,) with -1 for the zero vector -> floats (..., INPUTS)."""
    return torch.nn.functional.one_hot(symbols + 1, INPUTS + 1)[..., 1:].double()


def fixtures():
    """File name to nested dict of tensors; `settings` become attributes."""
    return {
        "dense.h5": dense_fixture(),
        "cross_entropy.h5": cross_entropy_fixture(),
        "lstm.h5": cell_fixture("lstm", 0),
        "lstm_layer_norm.h5": cell_fixture("lstm_layer_norm", VALUES),
        "gru.h5": cell_fixture("gru", VALUES),
        "elman.h5": cell_fixture("elman", VALUES),
        "mgu.h5": cell_fixture("mgu", VALUES),
        "adam.h5": optimizer_fixture("adam"),
        "momentum.h5": optimizer_fixture("momentum"),
        "synthesizers.h5": {kind: synthesizer_fixture(kind) for kind in SYNTHESIZERS},
        "windows.h5": window_fixtures.fixtures(Draw),
        "feed_forward.h5": feed_forward.fixtures(Draw),
        "layerwise.h5": layered_fixtures.fixtures(Draw),
        "ceilings.h5": ceilings.fixtures(Draw),
    }


def write(group, tree):
    for name, value in tree.items():
        if name == "settings":
            group.attrs.update(value)
        elif isinstance(value, dict):
            write(group.create_group(name), value)
        else:
            group[name] = value.detach().numpy()


def equal(group, tree):
    """Whether a file holds the tree and nothing else, to the rounding of what is stored."""
    if group.keys() != tree.keys() - {"settings"}:
        return False
    for name, value in tree.items():
        if name == "settings":
            if dict(group.attrs) != value:
                return False
        elif isinstance(value, dict):
            if not equal(group[name], value):
                return False
        else:
            stored = group[name][()]
            loose = stored.dtype == numpy.float32
            tolerances = {"rtol": 1e-6, "atol": 1e-9} if loose else {"rtol": 1e-12, "atol": 1e-15}
            if not numpy.allclose(
                    stored, value.detach().numpy(), **tolerances, equal_nan=True):
                return False
    return True


def self_check():
    """The oracle against PyTorch's own cells, layer normalization and Adam, real-time recurrent
    learning against backpropagation, and Philox against its published numbers."""
    draw = Draw(7)
    owns = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "elman": torch.nn.RNN}
    for cell, own in owns.items():
        p, own = draw.tensors(cell_shapes(cell, INPUTS), 0.5), own(INPUTS, UNITS)
        with torch.no_grad():
            own.weight_ih_l0.copy_(p["W_xh"].T)
            own.weight_hh_l0.copy_(p["W_hh"].T)
            own.bias_ih_l0.copy_(p["b"])
            own.bias_hh_l0.zero_()
            if cell == "gru":
                own.bias_hh_l0[2 * UNITS :] = p["b_hn"]
        x = draw.real(WINDOW, BATCH, INPUTS)
        h, c = draw.real(BATCH, UNITS), draw.real(BATCH, UNITS)
        if cell == "lstm":
            state, (expected, _) = torch.cat([h, c], dim=1), own(x, (h[None], c[None]))
        else:
            state, (expected, _) = h, own(x, h[None])
        states = reference.recurrent(x, state, p, cell)
        torch.testing.assert_close(states[1:, :, :UNITS], expected)
    rows = draw.real(BATCH, WIDTH)
    torch.testing.assert_close(
        reference.normalized(rows), torch.nn.functional.layer_norm(rows, (WIDTH,), eps=1e-5))
    parameter = torch.nn.Parameter(draw.real(20))
    q, m, v = parameter.detach().clone(), torch.zeros(20), torch.zeros(20)
    optimizer = torch.optim.Adam([parameter], lr=0.01)
    for step in range(1, 6):
        parameter.grad = draw.real(20)
        q, m, v = reference.adam(q, parameter.grad, m, v, step, 0.01, 0.9, 0.999, 1e-8)
        optimizer.step()
    torch.testing.assert_close(q, parameter.detach())
    for cell in window_fixtures.GATES:
        forward, backward = (
            window_fixtures.fixture({"cell": cell, "method": method, "step_per": step_per}, Draw(8))
            for method, step_per in (("rtrl", "sequence"), ("bptt", "window")))
        for result in ("gradients", "parameters_after"):
            torch.testing.assert_close(forward[result][-1], backward[result][-1])
    assert philox.philox4x32((0, 0, 0, 0), (0, 0)) == (
        0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(f"usage: generate.py [--check], not {' '.join(arguments)}", file=sys.stderr)
        return 2
    self_check()
    different = []
    for name, tree in fixtures().items():
        path = HERE / name
        if arguments:
            with h5py.File(path) as file:
                if not equal(file, tree):
                    different.append(name)
        else:
            with h5py.File(path, "w", libver=("v108", "v108")) as file:
                write(file, tree)
    for name in different:
        print(f"{name} differs from what generate.py writes")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
