"""Whole sequences of training windows for windows.h5: every cell with every method, every switch.

A case is one sequence of ten steps of a batch, trained on window by window. Its attributes are
settings by their names: those that its cell, method and optimizer read, unless they have Presage's
defaults. Its results are stacked over the windows and flat over the tensors, in the order of the
network's (the synthesizer's) tensors.
"""

import itertools
import re

import torch

import online
import philox
import windows

BATCH, STEPS, SYMBOLS, VALUES, UNITS, OUTPUTS, HIDDEN = 4, 10, 2, 1, 3, 3, 4
GATES = {"lstm": 4, "lstm_layer_norm": 4, "gru": 3, "elman": 1, "mgu": 2}
# By layer normalization; by the product of f⊙h.
MIXING_UNITS = ("lstm_layer_norm", "mgu")
OPTIONS = ["_aux", "_conditioned", "_warm_up"]
# Presage's conformance tests fail for a method that is missing here.
METHODS = [
    "bptt", "truncated_bptt", "truncated_bptt_extra", "truncated_bptt_double", "oracle",
    "oracle_scaled", "sg_zero", "sg_constant", "sg_constant_warm_up",
    *(f"sg_{rows}_{synthesizer}"
      for rows in ("permuted", "mean") for synthesizer in ("linear", "mlp", "mlp_skip")),
    *("sg_" + synthesizer + "".join(options)
      for count in range(len(OPTIONS) + 1) for options in itertools.combinations(OPTIONS, count)
      for synthesizer in ("linear", "mlp", "mlp_skip")),
    "bp_lambda_linear", "bp_lambda_mlp_skip", "bp_lambda_online", *online.RULES,
]
# Presage's defaults: a case that has them does not say so.
DEFAULTS = {
    "optimizer": "adam", "momentum": 0.9, "gradient_scaling": "clip", "clip_norm": 0.0,
    "norm_floor": 0.0, "norm_scope": "global", "step_per": "window", "horizon": 0,
    "carried_scaling": "clip", "carried_clip_norm": 0.0, "carried_norm_floor": 0.0,
    "sg_scale": 1.0, "scale_bootstrap": "yes", "mixing_lambda": 1.0, "sequence_end": "zero",
    "synthesizer_clip_norm": 0.0, "synthesizer_copy_every": 0, "synthesizer_steps": 1,
}
# What a case has instead, unless it has something else.
BASE = {
    "cell": "lstm", "method": "sg_linear", "learning_rate": 0.01, "truncation": 4,
    "extra_steps": 1, "warm_up": 1, "return_lambda": 0.7, "discount": 0.9,
    "synthesizer_hidden": HIDDEN, "synthesizer_learning_rate": 0.003, "condition_steps": 2,
    "auxiliary_weight": 0.5,
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
    "oracle_scaled_horizon_3": {"method": "oracle_scaled", "horizon": 3, "sg_scale": 0.3},
    "permuted_copy_scaled": {
        "method": "sg_permuted_linear", "synthesizer_copy_every": 2, "sg_scale": 0.5,
        "scale_bootstrap": "no"},
    "permuted_end_predicted": {
        "method": "sg_permuted_mlp_skip", "sequence_end": "predicted", "step_per": "sequence"},
    "mean_end_regressed_to_zero": {
        "method": "sg_mean_linear", "sequence_end": "regressed_to_zero", "sg_scale": 0.5},
    "steps_3": {"synthesizer_steps": 3},
    "steps_2_aux_clipped": {
        "method": "sg_mlp_skip_aux", "synthesizer_steps": 2, "synthesizer_clip_norm": 0.02},
    "steps_4_mixed_copy": {
        "method": "sg_mlp_conditioned", "synthesizer_steps": 4, "mixing_lambda": 0.5,
        "synthesizer_copy_every": 2, "optimizer": "momentum"},
    "steps_2_permuted": {
        "method": "sg_permuted_mlp", "synthesizer_steps": 2, "sequence_end": "regressed_to_zero"},
    "rtrl_step_per_sequence": {"method": "rtrl", "step_per": "sequence"},
    "snap1_step_per_sequence": {"method": "snap1", "step_per": "sequence"},
    "uoro_momentum": {"method": "uoro", "optimizer": "momentum"},
    "squared_error": {"loss": "squared_error"},
    "squared_error_conditioned": {"method": "sg_linear_conditioned", "loss": "squared_error"},
}


def cases():
    pairs = {f"{cell}_{method}": {"cell": cell, "method": method}
             for cell in GATES for method in METHODS if is_defined(method, cell)}
    return pairs | {"switch_" + name: case for name, case in SWITCHES.items()}


def is_defined(method, cell):
    """In the cells that mix units a parameter reaches several of them within one step."""
    return (cell not in MIXING_UNITS or method not in online.RULES
            or method in online.GENERAL_RULES)


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
    kind = re.search("zero|constant|linear|mlp_skip|mlp|online", method)[0]
    inputs = width + (condition_steps * OUTPUTS if "conditioned" in method else 0)
    if kind == "zero":
        return {}
    if kind == "constant":
        return {"b": (width,)}
    if kind in ("linear", "online"):
        shapes = {"W": (inputs, width), "b": (width,)}
        features = inputs
    else:
        shapes = {"W_1": (inputs, HIDDEN), "b_1": (HIDDEN,), "W_2": (HIDDEN, width), "b_2": (width,)}
        features = HIDDEN
        if kind == "mlp_skip":
            shapes["W_skip"] = (inputs, width)
    if "_aux" in method:
        shapes |= {"W_aux": (features, width), "b_aux": (width,)}
    return shapes


def yes(flag):
    return "yes" if flag else "no"


class Sequence:
    """Inputs and targets of a batch of sequences, and the cuts into windows."""

    def __init__(self, draw, case, squared):
        symbols, values = draw.whole(-1, SYMBOLS, STEPS, BATCH), draw.real(STEPS, BATCH, VALUES)
        one_hot = torch.nn.functional.one_hot(symbols + 1, SYMBOLS + 1)[..., 1:].double()
        self.symbols, self.values = symbols, values
        self.inputs = torch.cat([one_hot, values], dim=2)
        self.targets = draw.whole(-1, OUTPUTS, STEPS, BATCH)
        self.target_values = draw.real(STEPS, BATCH, OUTPUTS) if squared else None
        length = {"bptt": STEPS, "truncated_bptt_extra": case["truncation"] + case["extra_steps"],
                  "truncated_bptt_double": 2 * case["truncation"]}.get(case["method"], case["truncation"])
        if case["method"] in online.RULES:
            length = 1
        ends = list(range(STEPS, 0, -length))[::-1]
        self.cuts = list(zip([0, *ends[:-1]], ends))

    def part(self, start, end):
        part = {"inputs": self.inputs[start:end], "targets": self.targets[start:end]}
        if self.target_values is not None:
            part["target_values"] = self.target_values[start:end]
        return part

    def conditions(self, start, end, steps):
        """The conditioning part of a synthesizer's inputs at the states start...end."""
        if self.target_values is None:
            rows = torch.nn.functional.one_hot(self.targets + 1, OUTPUTS + 1)[..., 1:].double()
        else:
            rows = self.target_values * (self.targets >= 0)[..., None]
        rows = torch.cat([rows, torch.zeros(steps, BATCH, OUTPUTS)])
        return torch.stack([torch.cat(list(rows[t : t + steps]), dim=1)
                            for t in range(start, end + 1)])


def read_settings(case):
    """The attributes of a case: the settings that something reads and that are not the defaults."""
    method = case["method"]
    is_sg, is_bp_lambda = method.startswith("sg_"), method.startswith("bp_lambda_")
    has_carried = is_sg or "bptt" in method
    is_exchanged = method.startswith(("sg_permuted_", "sg_mean_"))

    def names():
        yield from ("cell", "method", "optimizer", "learning_rate", "gradient_scaling")
        if case["optimizer"] == "momentum":
            yield "momentum"
        if case["gradient_scaling"] != "none":
            yield from ("clip_norm", "norm_scope")
        if case["gradient_scaling"] == "band":
            yield "norm_floor"
        if method != "bptt":
            yield "step_per"
            if method not in online.RULES:
                yield "truncation"
        if method == "truncated_bptt_extra":
            yield "extra_steps"
        if method.startswith("oracle") or is_bp_lambda and method != "bp_lambda_online":
            yield "horizon"
        if method == "oracle_scaled":
            yield "sg_scale"
        if has_carried:
            yield "carried_scaling"
            if case["carried_scaling"] != "none":
                yield "carried_clip_norm"
            if case["carried_scaling"] == "band":
                yield "carried_norm_floor"
        if is_sg or is_bp_lambda:
            yield from ("sg_scale", "scale_bootstrap")
        if is_sg:
            yield "sequence_end"
            if not is_exchanged:
                yield "mixing_lambda"
            if method != "sg_zero":
                yield "synthesizer_steps"
        if is_bp_lambda:
            yield from ("return_lambda", "discount")
        if (is_sg or is_bp_lambda) and method != "sg_zero":
            yield from ("synthesizer_learning_rate", "synthesizer_clip_norm")
            if method != "bp_lambda_online":
                yield "synthesizer_copy_every"
        if "mlp" in method:
            yield "synthesizer_hidden"
        if "_aux" in method:
            yield "auxiliary_weight"
        if "_conditioned" in method:
            yield "condition_steps"
        if "_warm_up" in method:
            yield "warm_up"

    return {name: case[name] for name in names() if case[name] != DEFAULTS.get(name)}


def settings_of(case):
    """The attributes that captures of this case would have, as far as all windows share them."""
    def band(prefix, rule):
        floor, ceiling = case[prefix + "norm_floor"], case[prefix + "clip_norm"]
        return {"clip": (0.0, ceiling), "normalize": (ceiling, ceiling), "band": (floor, ceiling),
                "none": (0.0, 0.0)}[rule]

    settings = case | {"loss_scale": 6.0, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8,
                       "synthesizer_norm_floor": 0.0, "synthesizer_norm_scope": "global"}
    settings["norm_floor"], settings["clip_norm"] = band("", case["gradient_scaling"])
    settings["carried_norm_floor"], settings["carried_clip_norm"] = band(
        "carried_", case["carried_scaling"])
    if case["method"] in online.RULES:
        settings["rule"] = case["method"]
    if case["method"] == "oracle_scaled":
        settings["oracle_scale"] = case["sg_scale"]
    for rows in ("permuted", "mean"):
        if case["method"].startswith(f"sg_{rows}_"):
            settings["sg_rows"] = rows
    if "_aux" not in case["method"]:
        settings["auxiliary_weight"] = 0.0
    if case["method"].startswith("bp_lambda"):
        accumulates = case["method"] == "bp_lambda_online"
        settings["target_rule"] = "lambda_online" if accumulates else "lambda_return"
    return settings


class Learner:
    """Parameters with the moments of their optimizer."""

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

    def advance(self, out, stepped, steps=1):
        self.tensors["parameters"] = detached(out["parameters_after"])
        if stepped:
            for group in ("first_moment", "second_moment"):
                self.tensors[group] = detached(out[group + "_after"])
            zeroed = {name: torch.zeros_like(t) for name, t in self.tensors["parameters"].items()}
            self.tensors["gradients_before"] = zeroed
            self.steps += steps
        else:
            self.tensors["gradients_before"] = detached(out["gradients"])


def detached(tensors):
    return {name: t.detach() for name, t in tensors.items()}


def flat(tensors):
    return torch.cat([t.detach().flatten() for t in tensors.values()])


def fixture(overrides, draw):
    """One case: the tensors before the sequence, and the results of each of its windows."""
    case = DEFAULTS | BASE | overrides
    squared = case.pop("loss", "cross_entropy") == "squared_error"
    width = (2 if case["cell"].startswith("lstm") else 1) * UNITS
    network = Learner(draw.tensors(network_shapes(case["cell"]), 0.5))
    shapes = synthesizer_shapes(case["method"], width, case["condition_steps"])
    synthesizer = None if shapes is None else Learner(draw.tensors(shapes, 0.3))
    sequence = Sequence(draw, case, squared)
    result = {"settings": read_settings(case), "symbols": sequence.symbols,
              "values": sequence.values, "targets": sequence.targets,
              "parameters": flat(network.tensors["parameters"])}
    if squared:
        result["target_values"] = sequence.target_values
    if shapes:
        result["synthesizer_parameters"] = flat(synthesizer.tensors["parameters"])
    copy = synthesizer and detached(synthesizer.tensors["parameters"])
    state, trace, rule = torch.zeros(BATCH, width), None, {}
    has_gradients, rows = False, []
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
        if case["method"].startswith("oracle"):
            settings["sg_applied"] = yes(not is_last)
        elif shapes is None:
            settings["sg_applied"] = "no"
        if not is_last and (case["method"].startswith("oracle")
                            or settings.get("target_rule") == "lambda_return"):
            window["future"] = sequence.part(end, reach)
        if settings.get("sg_rows") == "permuted":
            window["permutation"] = philox.cycle(BATCH, start)
        if synthesizer:
            has_gradients = (has_gradients or start > 0 or end - start > 1 and (
                case["mixing_lambda"] < 1 or "target_rule" in settings)
                or is_last and case["sequence_end"] == "regressed_to_zero")
            settings["synthesizer_stepped"] = yes(stepped and has_gradients)
            settings["synthesizer_adam_step"] = synthesizer.steps + 1
            window["synthesizer"] = synthesizer.window(case["step_per"] == "sequence")
            if case["synthesizer_copy_every"]:
                window["synthesizer"]["copy"] = copy
            if trace is not None:
                window["synthesizer"]["trace"] = trace
            if "conditioned" in case["method"]:
                window["conditions"] = sequence.conditions(start, end, case["condition_steps"])
        if "rule" in settings:
            window["rule"] = rule
            if settings["rule"] == "uoro":
                window["rule"]["noise"] = philox.signs(state.shape, philox.UORO_NOISE, len(rows))
            if settings["rule"] == "rflo":
                window["rule"]["feedback"] = philox.uniform(
                    torch.Size((OUTPUTS, UNITS)), UNITS**-0.5, philox.FEEDBACK)
            out = online.replay(window, settings)
            rule = out["rule_after"]
        else:
            out = windows.replay(window, settings)
        rows.append(row_of(out))
        state = out["state_out"].detach()
        network.advance(out, stepped)
        if synthesizer:
            trace = out["synthesizer"].get("trace_after")
            if shapes:
                moved = stepped and has_gradients
                synthesizer.advance(out["synthesizer"], moved, case["synthesizer_steps"])
                has_gradients = has_gradients and not moved
                every = case["synthesizer_copy_every"] * case["synthesizer_steps"]
                if moved and every and synthesizer.steps % every == 0:
                    copy = synthesizer.tensors["parameters"]
    return result | {name: torch.stack([row[name] for row in rows]) for name in rows[0]}


def row_of(out):
    """A window's results by name."""
    row = {"loss": out["loss"], "gradients": flat(out["gradients"]),
           "parameters_after": flat(out["parameters_after"])}
    row |= {name: out[name] for name in ("boundary_gradient", "synthetic_gradient") if name in out}
    if "synthesizer" in out:
        trained = out["synthesizer"]
        row["synthesizer_loss"] = trained["loss"]
        row["synthesizer_target"] = trained["target"]
        if "auxiliary_loss" in trained:
            row["auxiliary_loss"] = trained["auxiliary_loss"]
        if "gradients" in trained:
            row["synthesizer_gradients"] = flat(trained["gradients"])
            row["synthesizer_parameters_after"] = flat(trained["parameters_after"])
    return row


def narrow(value):
    """Stored in float32 and int8: there are many cases, and they are compared at 1e-5."""
    return value.float() if value.is_floating_point() else value.to(torch.int8)


def fixtures(make_draw):
    """Every case by name."""
    return {name: {key: value if key == "settings" else narrow(value)
                   for key, value in fixture(case, make_draw(6)).items()}
            for name, case in cases().items()}
