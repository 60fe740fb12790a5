"""Whole updates of feed-forward networks for layerwise.h5: every kind of network with every method,
every switch.

A case is some updates of one network. Its attributes are settings by their names, unless they have
Presage's defaults; `image` is the shape of what it reads. Its results are stacked over the updates
and flat over the tensors, in the order of the layers, of the interfaces and of their input
synthesizers.
"""

import itertools

import torch
from torch.nn import functional

import feed_forward
import layerwise
import philox
import reference
import window_fixtures

BATCH, CLASSES, HIDDEN, UPDATES = 6, 3, 7, 2
OPTIONS = ["_conditioned", "_warm_up"]
# Presage's conformance tests fail for a method that is missing here, or a kind of network below.
METHODS = [
    "backprop", "no_backprop", "backprop_then_frozen", "dfa", "sg_label", "sg_zero", "sg_constant",
    "sg_constant_warm_up",
    *("sg_" + synthesizer + "".join(options)
      for count in range(len(OPTIONS) + 1) for options in itertools.combinations(OPTIONS, count)
      for synthesizer in ("linear", "mlp", "mlp_skip")),
]
# Channels, rows and columns of the images; of the two convolutions the second is of one row.
NETWORKS = {
    "dense": {"image": (1, 1, 5), "units": 4, "depth": 4, "placement": "0+2"},
    "convolution": {"image": (2, 3, 5), "units": 3, "depth": 3, "placement": "all"},
}
# Presage's defaults: a case that has them does not say so.
DEFAULTS = {
    "network": "dense", "activation": "relu", "batch_normalization": "yes", "momentum": 0.9,
    "gradient_scaling": "clip", "clip_norm": 0.0, "norm_floor": 0.0, "norm_scope": "global",
    "synthesizer_clip_norm": 0.0, "sg_scale": 1.0, "layer_mixing": 0.0,
    "input_synthesizer": "none", "synthesizer_layers": 1, "synthesizer_batch_normalization": "no",
    "synthesizer_steps": 1, "update_probability": 1.0, "update_unit": "segment",
}
# What a case has instead, unless it has something else.
BASE = {
    "method": "sg_linear", "batch": BATCH, "optimizer": "momentum", "learning_rate": 0.1,
    "synthesizer_learning_rate": 0.3, "warm_up": 1, "synthesizer_hidden": HIDDEN,
}
# Below a batch normalization a gradient may be zero but for rounding, of which Adam would make a
# whole step.
PLAIN = {"batch_normalization": "no", "activation": "tanh"}
SWITCHES = {
    "placement_all": PLAIN | {"placement": "all"},
    "placement_one": {"placement": "1"},
    "backprop_plain": PLAIN | {"method": "backprop"},
    "mixed": {"layer_mixing": 0.4, "sg_scale": 0.5},
    "optimizer_adam": PLAIN | {"optimizer": "adam", "learning_rate": 0.01},
    "clipped": {"clip_norm": 0.05, "synthesizer_clip_norm": 0.02},
    "band_by_block": {"gradient_scaling": "band", "norm_floor": 0.2, "clip_norm": 0.3,
                      "norm_scope": "block"},
    "deep": {"method": "sg_mlp_skip", "synthesizer_layers": 2,
             "synthesizer_batch_normalization": "yes"},
    "inputs_linear": {"input_synthesizer": "linear"},
    "inputs_mlp": {"input_synthesizer": "mlp", "method": "sg_linear_conditioned",
                   "placement": "all", "layer_mixing": 0.3},
    "inputs_deep": {"input_synthesizer": "mlp", "synthesizer_layers": 2,
                    "synthesizer_batch_normalization": "yes"},
    "inputs_mlp_backprop": PLAIN | {"input_synthesizer": "mlp", "method": "backprop"},
    "inputs_linear_no_backprop": {"input_synthesizer": "linear", "method": "no_backprop"},
    "steps_3": {"synthesizer_steps": 3},
    "steps_2_label_adam": PLAIN | {"method": "sg_label", "synthesizer_steps": 2,
                                   "optimizer": "adam", "learning_rate": 0.01},
    "steps_2_inputs": {"method": "sg_mlp_skip_conditioned", "synthesizer_steps": 2,
                       "input_synthesizer": "linear", "placement": "all"},
    "label_mixed": {"method": "sg_label", "layer_mixing": 0.4, "sg_scale": 0.5},
    "dfa_plain_adam": PLAIN | {"method": "dfa", "optimizer": "adam", "learning_rate": 0.01},
    "frozen_at_once": {"method": "backprop_then_frozen", "warm_up": 0},
    "segments_drawn": {"update_probability": 0.5},
    "layers_drawn": {"update_probability": 0.5, "update_unit": "layer"},
    "layers_drawn_backprop": {"method": "backprop", "update_probability": 0.5,
                              "update_unit": "layer"},
    "layers_drawn_frozen": {"method": "backprop_then_frozen", "update_probability": 0.5,
                            "update_unit": "layer"},
    "layers_drawn_dfa": {"method": "dfa", "update_probability": 0.5},
    "convolution_plain": PLAIN | {"network": "convolution", "optimizer": "adam",
                                  "learning_rate": 0.01},
    "convolution_inputs_linear": {"network": "convolution", "input_synthesizer": "linear"},
    "convolution_inputs_mlp": {"network": "convolution", "input_synthesizer": "mlp",
                               "method": "sg_mlp_conditioned"},
}


def cases():
    pairs = {f"{network}_{method}": {"network": network, "method": method}
             for network in NETWORKS for method in METHODS}
    return pairs | {"switch_" + name: case for name, case in SWITCHES.items()}


def is_synthetic(case):
    return case["method"].startswith("sg_")


def placement(case):
    """The layers whose outputs carry an interface."""
    if case["method"] in ("no_backprop", "backprop_then_frozen"):
        return [case["depth"] - 2]
    if case["method"] == "dfa":
        return list(range(case["depth"] - 1))
    if case["method"] == "backprop" and case["input_synthesizer"] == "none":
        return []
    if case["placement"] == "all":
        return list(range(case["depth"] - 1))
    return [int(word) for word in case["placement"].split("+")]


def network_layers(case, image):
    """The layers as feed_forward.py has them, and the width of each one's output."""
    style = {"activation": case["activation"], "norm": case["batch_normalization"]}
    channels, height, width = image
    layers, outputs = [], []
    for i in range(case["depth"] - 1):
        if case["network"] == "dense":
            layers.append({"inputs": outputs[-1] if outputs else width})
            outputs.append(case["units"])
        else:
            size = 5 if i == 0 else 3
            layers.append({"channels": channels, "height": height, "width": width, "size": size,
                           "stride": 2, "padding": 1})
            height = 1 if height == 1 else (height + 2 - size) // 2 + 1
            width = (width + 2 - size) // 2 + 1
            channels = case["units"]
            outputs.append(channels * height * width)
        layers[-1] |= style | {"outputs": case["units"]}
    last = {"inputs": outputs[-1], "outputs": CLASSES, "activation": "identity", "norm": "no"}
    return layers + [last], outputs


def synthesizer_shapes(case, width):
    """The tensors of the method's synthesizer of a gradient of that width."""
    method, seen = case["method"], width + ("conditioned" in case["method"]) * CLASSES
    if not is_synthetic(case) or "zero" in method:
        return {}
    if method == "sg_label":
        return {"W": (CLASSES, width), "b": (width,)}
    if "constant" in method:
        return {"b": (width,)}
    if "linear" in method:
        return {"W": (seen, width), "b": (width,)}
    shapes, below = {}, seen
    for k in range(1, case["synthesizer_layers"] + 1):
        shapes[f"W_{k}"] = (below, HIDDEN)
        norm = case["synthesizer_batch_normalization"] == "yes"
        shapes |= {f"{name}_{k}": (HIDDEN,) for name in (("gamma", "beta") if norm else ("b",))}
        below = HIDDEN
    k = case["synthesizer_layers"] + 1
    shapes |= {f"W_{k}": (below, width), f"b_{k}": (width,)}
    return shapes | ({"W_skip": (seen, width)} if "skip" in method else {})


def input_layers(case, inputs, width):
    """The layers of an input synthesizer."""
    if case["input_synthesizer"] == "none":
        return []
    hidden = {"linear": 0, "mlp": case["synthesizer_layers"]}[case["input_synthesizer"]] * [HIDDEN]
    widths = [inputs, *hidden, width]
    layers = [{"inputs": wide, "outputs": out, "activation": "relu",
               "norm": case["synthesizer_batch_normalization"]}
              for wide, out in zip(widths, widths[1:])]
    return layers[:-1] + [layers[-1] | {"activation": "identity", "norm": "no"}]


class Update:
    """The window that layerwise.replay takes, with its settings, moved on from update to update."""

    def __init__(self, case, image, draw):
        self.case, self.draw, self.window, places = case, draw, {}, placement(case)
        mixing = case["layer_mixing"] if is_synthetic(case) else float(case["method"] == "backprop")
        self.settings = {
            "depth": case["depth"], "placement": " ".join(map(str, places)),
            "sg_scale": case["sg_scale"], "layer_mixing": mixing, "optimizer": case["optimizer"],
            "momentum": case["momentum"], "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8}
        layers, outputs = network_layers(case, image)
        for i, layer in enumerate(layers):
            self.add_layer(self.window, f"layer_{i}", "", layer, of_network=True)
        for i in places:
            name = f"interface_{i}"
            shapes = synthesizer_shapes(case, outputs[i])
            self.window[name] = self.owner(shapes, 0.3) if shapes else {}
            if case["method"] == "dfa":
                self.window[name]["feedback"] = philox.uniform(
                    torch.Size((CLASSES, outputs[i])), outputs[i]**-0.5, philox.DIRECT_FEEDBACK, i)
            self.settings[name + "_sees_output"] = window_fixtures.yes(
                case["method"] != "sg_label")
            self.settings[name + "_steps"] = case["synthesizer_steps"]
            self.step_settings(name + "_", False)
            own = input_layers(case, image[0] * image[1] * image[2], outputs[i])
            is_conditioned = "conditioned" in case["method"]
            self.settings[name + "_conditioned"] = window_fixtures.yes(is_conditioned)
            self.settings[name + "_input_layers"] = len(own)
            for j, layer in enumerate(own):
                tree = self.window[name].setdefault("input", {})
                self.add_layer(tree, f"layer_{j}", name + "_input_", layer, of_network=False)

    def owner(self, shapes, scale):
        tensors = self.draw.tensors(shapes, scale)
        return {"parameters": tensors, "first_moment": reference.zeros(tensors),
                "second_moment": reference.zeros(tensors)}

    def add_layer(self, tree, name, prefix, layer, of_network):
        tree[name] = self.owner(feed_forward.shapes(layer), 0.5)
        self.settings |= {f"{prefix}{name}_{key}": value for key, value in layer.items()
                          if key not in ("inputs", "outputs")}
        self.step_settings(f"{prefix}{name}_", of_network)

    def step_settings(self, prefix, of_network):
        case = self.case
        own = ({"learning_rate": case["learning_rate"], "clip_norm": case["clip_norm"],
                "norm_floor": case["norm_floor"], "norm_scope": case["norm_scope"]} if of_network
               else {"learning_rate": case["synthesizer_learning_rate"], "norm_floor": 0.0,
                     "clip_norm": case["synthesizer_clip_norm"], "norm_scope": "global"})
        self.settings |= {prefix + key: value for key, value in own.items()}
        self.prefixes = [*getattr(self, "prefixes", []), prefix]

    def taking_part(self, k):
        """The segments and the layers that take part in update number k."""
        case, places = self.case, placement(self.case)
        segment = [sum(j < i for j in places) for i in range(case["depth"])]
        count = case["depth"] if case["update_unit"] == "layer" else len(places) + 1
        drawn = philox.drawn(count, case["update_probability"], k)
        layers = drawn if case["update_unit"] == "layer" else [drawn[s] for s in segment]
        if case["method"] == "backprop_then_frozen" and k >= case["warm_up"]:
            layers = [False] * (case["depth"] - 1) + layers[-1:]
        segments = [any(layers[i] for i in range(case["depth"]) if segment[i] == s)
                    for s in range(len(places) + 1)]
        return segments, layers

    def run(self, k, x, labels):
        """Update number k: its results by name."""
        case, (segments, layers) = self.case, self.taking_part(k)
        waits = "warm_up" in case["method"] or case["method"] == "backprop_then_frozen"
        applied = not (waits and k < case["warm_up"]) and self.settings["layer_mixing"] < 1
        self.settings |= {
            "sg_applied": window_fixtures.yes(applied),
            "drawn": " ".join(map(window_fixtures.yes, segments)),
            "drawn_layers": " ".join(map(window_fixtures.yes, layers))}
        # Where Adam is the optimizer, all take part in every update.
        self.settings |= {prefix + "adam_step": k * case["synthesizer_steps"] + 1
                          if prefix.startswith("interface") and "input" not in prefix else k + 1
                          for prefix in self.prefixes}
        batch = {"inputs": x, "condition": functional.one_hot(labels, CLASSES).double()}
        after = layerwise.replay(self.window | batch, self.settings)
        self.window = moved(self.window, after)
        return row_of(after)


def moved(tree, after):
    """The owners after a step."""
    result = {name: moved(value, after[name]) for name, value in tree.items()
              if name == "input" or name.startswith(("layer_", "interface_"))}
    states = ("parameters", "first_moment", "second_moment")
    if "feedback" in tree:
        result["feedback"] = tree["feedback"]
    # What took no part has no moments after a step.
    return result | {name: after.get(name + "_after") or tree[name]
                     for name in states if name in tree}


def row_of(after):
    """An update's results by name."""
    layers, faces = ([after[name] for name in sorted(after) if name.startswith(kind)]
                     for kind in ("layer_", "interface_"))
    inputs = [face["input"] for face in faces if "input" in face]
    own = [item[name] for item in inputs for name in sorted(item) if name.startswith("layer_")]
    row = {
        "loss": [after["loss"]],
        "gradients": values(layers, "gradients"),
        "parameters_after": values(layers, "parameters_after"),
        "synthetic_gradients": [face["synthetic_gradient"] for face in faces],
        "targets": [face["target"] for face in faces if "target" in face],
        "synthesizer_losses": [face["loss"] for face in faces if "loss" in face],
        "synthesizer_gradients": values(faces, "gradients"),
        "synthesizer_parameters_after": values(faces, "parameters_after"),
        "input_predictions": [item["prediction"] for item in inputs],
        "input_losses": [item["loss"] for item in inputs],
        "input_gradients": values(own, "gradients"),
        "input_parameters_after": values(own, "parameters_after"),
    }
    return {name: torch.cat([part.detach().flatten() for part in parts])
            for name, parts in row.items() if parts}


def values(items, group):
    return [tensor for item in items for tensor in item.get(group, {}).values()]


def fixture(overrides, draw):
    case = NETWORKS[overrides.get("network", "dense")] | DEFAULTS | BASE | overrides
    image = case.pop("image")
    update = Update(case, image, draw)
    start = {"parameters": values(owners(update.window, "layer_"), "parameters"),
             "synthesizers": values(owners(update.window, "interface_"), "parameters"),
             "input_synthesizers": [
                 tensor for face in owners(update.window, "interface_")
                 for tensor in values(owners(face.get("input", {}), "layer_"), "parameters")]}
    x = draw.real(UPDATES, BATCH, image[0] * image[1] * image[2])
    labels = draw.whole(0, CLASSES, UPDATES, BATCH)
    rows = [update.run(k, x[k], labels[k]) for k in range(UPDATES)]
    result = {"image": torch.tensor(image), "x": x, "labels": labels}
    result |= {name: torch.cat([part.flatten() for part in parts])
               for name, parts in start.items() if parts}
    result |= {name: stacked([row.get(name, torch.zeros(0)) for row in rows])
               for name in {name: None for row in rows for name in row}}
    settings = {name: value for name, value in case.items() if value != DEFAULTS.get(name)}
    return {"settings": settings} | {
        name: window_fixtures.narrow(value) for name, value in result.items()}


def stacked(parts):
    """A row an update, of which fewer numbers than in others are filled up with NaN."""
    length = max(map(len, parts))
    return torch.stack([functional.pad(part, (0, length - len(part)), value=torch.nan)
                        for part in parts])


def owners(tree, start):
    return [tree[name] for name in sorted(tree) if name.startswith(start)]


def fixtures(make_draw):
    """Every case by name."""
    return {name: fixture(case, make_draw(9)) for name, case in cases().items()}
