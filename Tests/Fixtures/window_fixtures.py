"""Whole sequences of training windows for windows.h5: every cell with every method, every switch.

A case is one sequence of ten steps of a batch, trained on window by window. Its attributes are the
settings of a configuration by their names; its results are stacked over the windows and flat over
the tensors, in the order of the network's (the synthesizer's) tensors.
"""

import re

import torch

import windows

BATCH, STEPS, SYMBOLS, VALUES, UNITS, OUTPUTS, HIDDEN = 4, 10, 2, 1, 3, 3, 4
GATES = {"lstm": 4, "lstm_layer_norm": 4, "gru": 3, "elman": 1}
# A method the product has and this list does not fails its conformance tests.
METHODS = [
    "bptt", "truncated_bptt", "truncated_bptt_extra", "oracle", "sg_zero", "sg_linear", "sg_mlp",
    "sg_mlp_skip", "sg_linear_aux", "sg_mlp_aux", "sg_mlp_skip_aux", "sg_linear_conditioned",
    "sg_mlp_skip_conditioned", "sg_linear_warm_up", "sg_mlp_skip_warm_up",
    "sg_linear_conditioned_warm_up", "bp_lambda_linear", "bp_lambda_mlp_skip", "bp_lambda_online",
]
DEFAULTS = {
    "cell": "lstm", "method": "sg_linear", "truncation": 4, "extra_steps": 1, "horizon": 0,
    "sg_scale": 1.0, "mixing_lambda": 1.0, "scale_bootstrap": "yes", "sequence_end": "zero",
    "warm_up": 1, "return_lambda": 0.7, "discount": 0.9, "synthesizer_hidden": HIDDEN,
    "condition_steps": 2, "auxiliary_weight": 0.5, "synthesizer_copy_every": 0,
    "synthesizer_learning_rate": 0.003, "synthesizer_clip_norm": 0.0, "step_per": "window",
    "optimizer": "adam", "learning_rate": 0.01, "momentum": 0.9, "gradient_scaling": "clip",
    "clip_norm": 0.0, "norm_floor": 0.0, "norm_scope": "global", "carried_scaling": "clip",
    "carried_clip_norm": 0.0, "carried_norm_floor": 0.0,
}
BAND = {"gradient_scaling": "band", "norm_floor": 0.2, "clip_norm": 0.3}
SWITCHES = {
    "momentum": {"optimizer": "momentum"},
    "truncated_bptt_momentum": {"method": "truncated_bptt", "optimizer": "momentum"},
    "clipped": {"clip_norm": 0.05, "synthesizer_clip_norm": 0.02},
    "normalized": {"gradient_scaling": "normalize", "clip_norm": 3.0, "optimizer": "momentum"},
    "normalized_by_block": {
        "gradient_scaling": "normalize", "clip_norm": 3.0, "norm_scope": "block",
        "optimizer": "momentum"},
    "band_by_block": BAND | {"norm_scope": "block", "optimizer": "momentum"},
    "not_scaled": {"gradient_scaling": "none", "clip_norm": 0.01, "optimizer": "momentum"},
    "carried_clipped": {"carried_clip_norm": 0.05},
    "carried_normalized": {"carried_scaling": "normalize", "carried_clip_norm": 0.2},
    "carried_band_mixed": {
        "carried_scaling": "band", "carried_norm_floor": 0.1, "carried_clip_norm": 0.2,
        "mixing_lambda": 0.6},
    "scale_0p1": {"sg_scale": 0.1},
    "scale_0p1_unscaled_bootstrap": {"sg_scale": 0.1, "scale_bootstrap": "no"},
    "end_predicted": {"sequence_end": "predicted"},
    "end_regressed_to_zero": {"sequence_end": "regressed_to_zero"},
    "step_per_sequence": {"step_per": "sequence"},
    "truncated_bptt_step_per_sequence": {"method": "truncated_bptt", "step_per": "sequence"},
    "mixing_0": {"mixing_lambda": 0.0},
    "mixing_0p4_mlp": {"method": "sg_mlp", "mixing_lambda": 0.4, "sg_scale": 0.5},
    "mixing_0p4_warm_up": {"method": "sg_linear_warm_up", "mixing_lambda": 0.4, "warm_up": 2},
    "mixing_0p4_conditioned": {"method": "sg_mlp_skip_conditioned", "mixing_lambda": 0.4},
    "copy_every_1": {"synthesizer_copy_every": 1},
    "copy_every_2_mixed": {"synthesizer_copy_every": 2, "mixing_lambda": 0.5},
    "oracle_horizon_3": {"method": "oracle", "horizon": 3, "sg_scale": 0.5},
    "copy_step_per_sequence": {"synthesizer_copy_every": 1, "step_per": "sequence"},
    "bp_lambda_horizon_3": {"method": "bp_lambda_mlp_skip", "horizon": 3},
    "bp_lambda_copy_scaled": {
        "method": "bp_lambda_linear", "synthesizer_copy_every": 2, "sg_scale": 0.5},
    "bp_lambda_online_scaled": {
        "method": "bp_lambda_online", "sg_scale": 0.5, "scale_bootstrap": "no"},
    "mixing_0p4_aux": {"method": "sg_mlp_skip_aux", "mixing_lambda": 0.4},
    "squared_error": {"loss": "squared_error"},
    "squared_error_conditioned": {"method": "sg_linear_conditioned", "loss": "squared_error"},
}


def cases():
    pairs = {f"{cell}_{method}": {"cell": cell, "method": method}
             for cell in GATES for method in METHODS}
    return pairs | {"switch_" + name: case for name, case in SWITCHES.items()}


def network_shapes(cell):
    gates = GATES[cell] * UNITS
    shapes = {"W_xh": (SYMBOLS + VALUES, gates), "W_hh": (UNITS, gates), "b": (gates,)}
    if cell == "gru":
        shapes["b_hn"] = (UNITS,)
    if cell == "lstm_layer_norm":
        shapes |= {"gamma_x": (gates,), "gamma_h": (gates,)}
    return shapes | {"W_hy": (UNITS, OUTPUTS), "b_y": (OUTPUTS,)}


def synthesizer_shapes(method, width, condition_steps):
    """The tensors of the method's synthesizer; None for a method without one."""
    if not method.startswith(("sg_", "bp_lambda_")):
        return None
    kind = re.search("zero|linear|mlp_skip|mlp|online", method)[0]
    inputs = width + (condition_steps * OUTPUTS if "conditioned" in method else 0)
    if kind == "zero":
        return {}
    if kind in ("linear", "online"):
        shapes = {"W": (inputs, width), "b": (width,)}
        features = inputs
    else:
        shapes = {"W_1": (inputs, HIDDEN), "b_1": (HIDDEN,), "W_2": (HIDDEN, width), "b_2": (width,)}
        features = HIDDEN
        if kind == "mlp_skip":
            shapes["W_skip"] = (inputs, width)
    if method.endswith("_aux"):
        shapes |= {"W_aux": (features, width), "b_aux": (width,)}
    return shapes


def yes(flag):
    return "yes" if flag else "no"


class Sequence:
    """What the network reads and should say, and how it is cut into windows."""

    def __init__(self, draw, case, squared):
        symbols, values = draw.whole(-1, SYMBOLS, STEPS, BATCH), draw.real(STEPS, BATCH, VALUES)
        one_hot = torch.nn.functional.one_hot(symbols + 1, SYMBOLS + 1)[..., 1:].double()
        self.symbols, self.values = symbols, values
        self.inputs = torch.cat([one_hot, values], dim=2)
        self.targets = draw.whole(-1, OUTPUTS, STEPS, BATCH)
        self.target_values = draw.real(STEPS, BATCH, OUTPUTS) if squared else None
        length = {"bptt": STEPS, "truncated_bptt_extra": case["truncation"] + case["extra_steps"]
                  }.get(case["method"], case["truncation"])
        ends = list(range(STEPS, 0, -length))[::-1]
        self.cuts = list(zip([0, *ends[:-1]], ends))

    def part(self, start, end):
        part = {"inputs": self.inputs[start:end], "targets": self.targets[start:end]}
        if self.target_values is not None:
            part["target_values"] = self.target_values[start:end]
        return part

    def conditions(self, start, end, steps):
        """What a conditioned synthesizer sees at the states start...end."""
        if self.target_values is None:
            rows = torch.nn.functional.one_hot(self.targets + 1, OUTPUTS + 1)[..., 1:].double()
        else:
            rows = self.target_values * (self.targets >= 0)[..., None]
        rows = torch.cat([rows, torch.zeros(steps, BATCH, OUTPUTS)])
        return torch.stack([torch.cat(list(rows[t : t + steps]), dim=1)
                            for t in range(start, end + 1)])


def settings_of(case):
    """The attributes that a capture of this case would have, as far as all windows share them."""
    def band(prefix, rule):
        floor, ceiling = case[prefix + "norm_floor"], case[prefix + "clip_norm"]
        return {"clip": (0.0, ceiling), "normalize": (ceiling, ceiling), "band": (floor, ceiling),
                "none": (0.0, 0.0)}[rule]

    settings = case | {"loss_scale": 6.0, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8,
                       "synthesizer_norm_floor": 0.0, "synthesizer_norm_scope": "global"}
    settings["norm_floor"], settings["clip_norm"] = band("", case["gradient_scaling"])
    settings["carried_norm_floor"], settings["carried_clip_norm"] = band(
        "carried_", case["carried_scaling"])
    if not case["method"].endswith("_aux"):
        settings["auxiliary_weight"] = 0.0
    if case["method"].startswith("bp_lambda"):
        online = case["method"].endswith("online")
        settings["target_rule"] = "lambda_online" if online else "lambda_return"
    return settings


class Trained:
    """Tensors with what their optimizer keeps."""

    def __init__(self, tensors):
        self.tensors = {"parameters": tensors}
        for group in ("first_moment", "second_moment", "gradients_before"):
            self.tensors[group] = {name: torch.zeros_like(t) for name, t in tensors.items()}
        self.steps = 0

    def window(self, is_summing):
        tensors = dict(self.tensors)
        if not is_summing:
            tensors.pop("gradients_before")
        return tensors

    def advance(self, out, stepped):
        self.tensors["parameters"] = detached(out["parameters_after"])
        if stepped:
            for group in ("first_moment", "second_moment"):
                self.tensors[group] = detached(out[group + "_after"])
            zeroed = {name: torch.zeros_like(t) for name, t in self.tensors["parameters"].items()}
            self.tensors["gradients_before"] = zeroed
            self.steps += 1
        else:
            self.tensors["gradients_before"] = detached(out["gradients"])


def detached(tensors):
    return {name: t.detach() for name, t in tensors.items()}


def flat(tensors):
    return torch.cat([t.detach().flatten() for t in tensors.values()])


def fixture(overrides, draw):
    """One case: what was before the sequence and what every window of it amounted to."""
    case = DEFAULTS | overrides
    squared = case.pop("loss", "cross_entropy") == "squared_error"
    width = (2 if case["cell"].startswith("lstm") else 1) * UNITS
    network = Trained(draw.tensors(network_shapes(case["cell"]), 0.5))
    shapes = synthesizer_shapes(case["method"], width, case["condition_steps"])
    taught = None if shapes is None else Trained(draw.tensors(shapes, 0.3))
    sequence = Sequence(draw, case, squared)
    result = {"settings": case, "symbols": sequence.symbols, "values": sequence.values,
              "targets": sequence.targets, "parameters": flat(network.tensors["parameters"])}
    if squared:
        result["target_values"] = sequence.target_values
    if shapes:
        result["synthesizer_parameters"] = flat(taught.tensors["parameters"])
    copy = taught and detached(taught.tensors["parameters"])
    state, trace, has_gradients, rows = torch.zeros(BATCH, width), None, False, []
    for start, end in sequence.cuts:
        is_last = end == STEPS
        stepped = is_last or case["step_per"] == "window"
        settings = settings_of(case) | {
            "sequence_start": yes(start == 0), "goes_on": yes(not is_last),
            "stepped": yes(stepped), "adam_step": network.steps + 1,
            "sg_predicted": yes(not is_last or case["sequence_end"] != "zero"),
            "sg_applied": yes("warm_up" not in case["method"]
                              or network.steps >= case["warm_up"]),
        }
        reach = STEPS if case["horizon"] == 0 else min(STEPS, end + case["horizon"])
        window = network.window(not stepped or case["step_per"] == "sequence")
        window |= sequence.part(start, end) | {"state_in": state}
        settings["future_ends"] = yes(reach == STEPS)
        if case["method"] == "oracle":
            settings["sg_applied"] = yes(not is_last)
        elif shapes is None:
            settings["sg_applied"] = "no"
        if not is_last and (case["method"] == "oracle"
                            or settings.get("target_rule") == "lambda_return"):
            window["future"] = sequence.part(end, reach)
        if taught:
            has_gradients = (has_gradients or start > 0 or end - start > 1 and (
                case["mixing_lambda"] < 1 or "target_rule" in settings)
                or is_last and case["sequence_end"] == "regressed_to_zero")
            settings["synthesizer_stepped"] = yes(stepped and has_gradients)
            settings["synthesizer_adam_step"] = taught.steps + 1
            window["synthesizer"] = taught.window(case["step_per"] == "sequence")
            if case["synthesizer_copy_every"]:
                window["synthesizer"]["copy"] = copy
            if trace is not None:
                window["synthesizer"]["trace"] = trace
            if "conditioned" in case["method"]:
                window["conditions"] = sequence.conditions(start, end, case["condition_steps"])
        out = windows.replay(window, settings)
        rows.append(row_of(out))
        state = out["state_out"].detach()
        network.advance(out, stepped)
        if taught:
            trace = out["synthesizer"].get("trace_after")
            if shapes:
                moved = stepped and has_gradients
                taught.advance(out["synthesizer"], moved)
                has_gradients = has_gradients and not moved
                every = case["synthesizer_copy_every"]
                if moved and every and taught.steps % every == 0:
                    copy = taught.tensors["parameters"]
    return result | {name: torch.stack([row[name] for row in rows]) for name in rows[0]}


def row_of(out):
    """A window's results by name."""
    row = {"loss": out["loss"], "gradients": flat(out["gradients"]),
           "boundary_gradient": out["boundary_gradient"],
           "parameters_after": flat(out["parameters_after"])}
    if "synthetic_gradient" in out:
        row["synthetic_gradient"] = out["synthetic_gradient"]
    if "synthesizer" in out:
        taught = out["synthesizer"]
        row["synthesizer_loss"] = taught["loss"]
        row["synthesizer_target"] = taught["target"]
        if "auxiliary_loss" in taught:
            row["auxiliary_loss"] = taught["auxiliary_loss"]
        if "gradients" in taught:
            row["synthesizer_gradients"] = flat(taught["gradients"])
            row["synthesizer_parameters_after"] = flat(taught["parameters_after"])
    return row


def fixtures(make_draw):
    """Every case by name, stored in float32: there are many, and they are compared at 1e-5."""
    return {name: {key: value.float() if key != "settings" and value.is_floating_point() else value
                   for key, value in fixture(case, make_draw(6)).items()}
            for name, case in cases().items()}
