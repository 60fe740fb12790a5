"""Writes the float64 fixtures that Presage's tests compare with, from reference.py.

    python3 generate.py            writes the .h5 files beside this script
    python3 generate.py --check    tells whether the files there hold what would be written
"""

import pathlib
import sys

import h5py
import numpy
import torch

import reference

HERE = pathlib.Path(__file__).parent
BATCH, WINDOW, STEPS, INPUTS, UNITS, OUTPUTS, HIDDEN = 4, 4, 10, 3, 5, 3, 7
VALUES = 2
NETWORK = {
    "W_xh": (INPUTS, 4 * UNITS), "W_hh": (UNITS, 4 * UNITS), "b": (4 * UNITS,),
    "W_hy": (UNITS, OUTPUTS), "b_y": (OUTPUTS,),
}
WIDTH = 2 * UNITS
GATES = {"lstm": 4, "lstm_layer_norm": 4, "gru": 3, "elman": 1}
SYNTHESIZERS = {
    "none": None,
    "zero": {},
    "linear": {"W": (WIDTH, WIDTH), "b": (WIDTH,)},
    "mlp": {"W_1": (WIDTH, HIDDEN), "b_1": (HIDDEN,), "W_2": (HIDDEN, WIDTH), "b_2": (WIDTH,)},
}
SYNTHESIZERS["mlp_skip"] = SYNTHESIZERS["mlp"] | {"W_skip": (WIDTH, WIDTH)}

# Every case is one sequence of three windows (2, 4 and 4 steps) trained on in order.
DEFAULTS = {
    "synthesizer": "linear", "loss_scale": 6.0, "sg_scale": 1.0, "scale_bootstrap": "yes",
    "sequence_end": "zero", "step_per": "window", "optimizer": "adam", "learning_rate": 0.01,
    "momentum": 0.9, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8, "clip_norm": 0.0,
    "synthesizer_learning_rate": 0.003, "synthesizer_clip_norm": 0.0,
}
CASES = {
    "truncated_bptt": {"synthesizer": "none"},
    "truncated_bptt_momentum": {"synthesizer": "none", "optimizer": "momentum"},
    "truncated_bptt_clipped": {"synthesizer": "none", "clip_norm": 0.05},
    "truncated_bptt_step_per_sequence": {"synthesizer": "none", "step_per": "sequence"},
    "sg_zero": {"synthesizer": "zero"},
    "sg_linear": {},
    "sg_linear_momentum": {"optimizer": "momentum"},
    "sg_linear_clipped": {"clip_norm": 0.05, "synthesizer_clip_norm": 0.02},
    "sg_linear_scale_0p1": {"sg_scale": 0.1},
    "sg_linear_scale_0p1_unscaled_bootstrap": {"sg_scale": 0.1, "scale_bootstrap": "no"},
    "sg_linear_end_predicted": {"sequence_end": "predicted"},
    "sg_linear_end_regressed_to_zero": {"sequence_end": "regressed_to_zero"},
    "sg_linear_step_per_sequence": {"step_per": "sequence"},
    "sg_mlp": {"synthesizer": "mlp"},
    "sg_mlp_skip": {"synthesizer": "mlp_skip"},
}


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


def zeros(tensors):
    return {name: torch.zeros_like(t) for name, t in tensors.items()}


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
    width = GATES[cell] * UNITS
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
    gradients = torch.autograd.grad(loss, list(q.values()))
    return {"states": states, "targets": targets, "prediction": prediction, "loss": loss,
            "parameters": q, "gradients": dict(zip(q, gradients))}


def one_hot(symbols):
    """Indices (...,) with -1 for the zero vector -> floats (..., INPUTS)."""
    return torch.nn.functional.one_hot(symbols + 1, INPUTS + 1)[..., 1:].double()


def training_fixture(overrides):
    """A sequence of three windows, what was before it and what every window amounted to."""
    case = DEFAULTS | overrides
    draw = Draw(6)
    shapes = SYNTHESIZERS[case["synthesizer"]]
    owner = {"parameters": draw.tensors(NETWORK, 0.5)}
    trained = None if shapes is None else {"parameters": draw.tensors(shapes, 0.3)}
    symbols = draw.whole(-1, INPUTS, STEPS, BATCH)
    targets = draw.whole(-1, OUTPUTS, STEPS, BATCH)
    result = {"settings": case, "symbols": symbols, "targets": targets,
              "parameters": owner["parameters"]}
    if trained:
        result["synthesizer_parameters"] = trained["parameters"]
    for tensors in filter(None, (owner, trained)):
        for group in ("first_moment", "second_moment", "gradients_before"):
            tensors[group] = zeros(tensors["parameters"])
    steps = {"": 0, "synthesizer_": 0}
    state, has_trained = torch.zeros(BATCH, WIDTH), False
    for index, (start, end) in enumerate([(0, 2), (2, 6), (6, 10)]):
        is_last = end == STEPS
        stepped = is_last or case["step_per"] == "window"
        has_trained = has_trained or start > 0
        applied = trained is not None and (not is_last or case["sequence_end"] != "zero")
        settings = case | {
            "sequence_start": yes(start == 0), "goes_on": yes(not is_last),
            "stepped": yes(stepped), "synthesizer_stepped": yes(stepped and has_trained),
            "sg_applied": yes(applied), "adam_step": steps[""] + 1,
            "synthesizer_adam_step": steps["synthesizer_"] + 1,
        }
        if case["step_per"] == "window":
            for tensors in filter(None, (owner, trained)):
                tensors["gradients_before"] = zeros(tensors["parameters"])
        window = owner | {"inputs": one_hot(symbols[start:end]), "targets": targets[start:end],
                          "state_in": state}
        if trained:
            window |= {"synthesizer": trained, "synthetic_gradient": torch.zeros(BATCH, WIDTH)}
        out = reference.replay(window, settings)
        result[f"window_{index}"] = without_moments(out)
        state = out["state_out"].detach()
        advance(owner, out)
        steps[""] += stepped
        if trained:
            advance(trained, out["synthesizer"])
            steps["synthesizer_"] += stepped and has_trained
            has_trained = has_trained and not stepped
    return result


def without_moments(out):
    """Moments have fixtures of their own; parameters after later windows depend on them."""
    return {name: without_moments(value) if isinstance(value, dict) else value
            for name, value in out.items() if not name.endswith("_moment_after")}


def advance(owner, out):
    """Takes over what a window left: parameters, moments and summed gradients."""
    for before, after in (("parameters", "parameters_after"), ("gradients_before", "gradients"),
                          ("first_moment", "first_moment_after"),
                          ("second_moment", "second_moment_after")):
        if out.get(after):
            owner[before] = {name: t.detach() for name, t in out[after].items()}


def yes(flag):
    return "yes" if flag else "no"


def fixtures():
    """File name to nested dict of tensors; `settings` become attributes."""
    kinds = [kind for kind, shapes in SYNTHESIZERS.items() if shapes]
    return {
        "dense.h5": dense_fixture(),
        "cross_entropy.h5": cross_entropy_fixture(),
        "lstm.h5": cell_fixture("lstm", 0),
        "lstm_layer_norm.h5": cell_fixture("lstm_layer_norm", VALUES),
        "gru.h5": cell_fixture("gru", VALUES),
        "elman.h5": cell_fixture("elman", VALUES),
        "adam.h5": optimizer_fixture("adam"),
        "momentum.h5": optimizer_fixture("momentum"),
        "synthesizers.h5": {kind: synthesizer_fixture(kind) for kind in kinds},
        "sg_window.h5": {name: training_fixture(case) for name, case in CASES.items()},
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
    """Whether a file holds the tree, to rounding."""
    for name, value in tree.items():
        if name == "settings":
            if any(group.attrs[key] != item for key, item in value.items()):
                return False
        elif isinstance(value, dict):
            if not equal(group[name], value):
                return False
        elif not numpy.allclose(group[name][()], value.detach().numpy(), rtol=1e-12, atol=1e-15):
            return False
    return True


def self_check():
    """The oracle against PyTorch's own cells, layer normalization and Adam."""
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
