"""One update of a feed-forward network with synthetic gradients between its layers, in float64
PyTorch.

A window is a nested dict of tensors named as in a capture, its settings the capture's attributes.
Letters: B batch, C classes, h_i the output of layer i.
"""

import torch

import feed_forward
import reference
import windows


class Layers:
    """A stack of layers."""

    def __init__(self, window, settings, count, path="layer_", prefix="layer_"):
        self.owners = [window[f"{path}{i}"] for i in range(count)]
        self.prefixes = [f"{prefix}{i}_" for i in range(count)]
        self.tensors = [windows.variables(owner["parameters"]) for owner in self.owners]
        self.shapes = [
            {name[len(start):]: value for name, value in settings.items()
             if name.startswith(start)} | {"outputs": p["W"].shape[1]}
            for start, p in zip(self.prefixes, self.tensors)]

    def forward(self, i, x):
        return feed_forward.forward(x, self.tensors[i], self.shapes[i])[0]

    def backward(self, i, x, g):
        """∂/∂x and the parameters' gradients, from ∂/∂y = g."""
        x = x.detach().requires_grad_()
        below, *own = torch.autograd.grad(
            (self.forward(i, x) * g.detach()).sum(), [x, *self.tensors[i].values()])
        return below, dict(zip(self.tensors[i], own))

    def step(self, i, gradients, settings):
        """One optimizer step, with captured gradients where there are some: see windows.replay."""
        owner = self.owners[i]
        return {"gradients": gradients} | windows.step(
            owner, owner.get("gradients", gradients), settings, self.prefixes[i])


def replay(window, settings):
    """One update recomputed from its inputs: a dict laid out like the capture itself.

    window: inputs (B, I), condition (B, C) one-hot, layer_i/ (parameters, moments), interface_i/
    (parameters, moments, input/layer_j/, or the weights feedback (C, W)). Gradients at an output are per sample, of a layer's
    parameters means over the batch.
    """
    x, condition, depth = window["inputs"], window["condition"], settings["depth"]
    placement = [int(word) for word in settings["placement"].split()]
    drawn = [word == "yes" for word in settings["drawn"].split()]
    segment = [sum(j < i for j in placement) for i in range(depth)]
    drawn_layers = [drawn[segment[i]] for i in range(depth)]
    if "drawn_layers" in settings:
        drawn_layers = [word == "yes" for word in settings["drawn_layers"].split()]
    layers = Layers(window, settings, depth)
    result = {f"layer_{i}": {} for i in range(depth)} | {f"interface_{i}": {} for i in placement}
    inputs = {i: Layers(window[f"interface_{i}"]["input"], settings,
                        settings[f"interface_{i}_input_layers"], "layer_",
                        f"interface_{i}_input_layer_")
              for i in placement if "input" in window[f"interface_{i}"]}
    reads, outputs = [], []
    for i in range(depth):
        if i - 1 in inputs:
            below = _all(inputs[i - 1], x)[-1]
            result[f"interface_{i - 1}"]["input"] = {"prediction": below}
        else:
            below = outputs[-1] if outputs else x
        reads.append(below)
        outputs.append(layers.forward(i, below).detach())
        result[f"layer_{i}"]["output"] = outputs[-1]
    logits = outputs[-1].requires_grad_()
    loss = reference.cross_entropy(logits, condition.argmax(1))
    result["loss"] = loss.detach() / len(x)

    def input_at(i, h):
        if settings.get(f"interface_{i}_sees_output", "yes") == "no":
            return condition
        conditioned = settings[f"interface_{i}_conditioned"] == "yes"
        return torch.cat([h, condition], dim=1) if conditioned else h

    g = error = torch.autograd.grad(loss, logits)[0]
    for i in reversed(range(depth)):
        if i in placement:
            owner, own = window[f"interface_{i}"], result[f"interface_{i}"]
            q = windows.variables(owner.get("parameters", {}))
            if "feedback" in owner:
                own["synthetic_gradient"] = error @ owner["feedback"]
            elif q:
                own["synthetic_gradient"] = reference.synthesizer(
                    input_at(i, outputs[i]), q).detach()
            else:
                own["synthetic_gradient"] = torch.zeros_like(outputs[i])
            if drawn[placement.index(i) + 1]:
                own |= _regression(
                    owner, q, input_at(i, reads[i + 1]), g, settings, f"interface_{i}_")
            else:
                own["parameters_after"] = owner.get("parameters", {})
            result[f"interface_{i}"] = own
            if settings["sg_applied"] == "yes":
                mixing = settings["layer_mixing"]
                g = mixing * g + (1 - mixing) * settings["sg_scale"] * own["synthetic_gradient"]
        g, own = layers.backward(i, reads[i], g)
        if drawn_layers[i]:
            means = {name: value / len(x) for name, value in own.items()}
            result[f"layer_{i}"] |= layers.step(i, means, settings)
        else:
            result[f"layer_{i}"] |= {"gradients": reference.zeros(layers.tensors[i]),
                                     "parameters_after": layers.owners[i]["parameters"]}
    for index, i in enumerate(placement):
        if i not in inputs:
            continue
        if drawn[index]:
            own = _input_regression(inputs[i], x, outputs[i], settings)
        else:
            own = {f"layer_{j}": {"parameters_after": owner["parameters"]}
                   for j, owner in enumerate(inputs[i].owners)}
        result[f"interface_{i}"]["input"] |= own
    return result


def _all(layers, x):
    """x and the outputs of all layers."""
    outputs = [x]
    for i in range(len(layers.owners)):
        outputs.append(layers.forward(i, outputs[-1]).detach())
    return outputs


def _regression(owner, q, inputs, target, settings, prefix):
    """A synthesizer's regression to a target; empty without parameters."""
    if not q:
        return {}
    regressions = windows.Regressions(q)
    regressions.add(inputs, target)
    gradients = regressions.gradients
    return {"target": target, "loss": regressions.losses[0], "gradients": gradients} | windows.steps_of(
        owner, owner.get("gradients", gradients), settings, regressions, prefix,
        settings.get(prefix + "steps", 1))


def _input_regression(layers, x, target, settings):
    """An input synthesizer's regression to the layer output that it predicts."""
    outputs = _all(layers, x)
    error = outputs[-1] - target.detach()
    result, g = {"loss": (error**2).mean()}, 2 * error / error.numel()
    for i in reversed(range(len(layers.owners))):
        g, gradients = layers.backward(i, outputs[i], g)
        result[f"layer_{i}"] = layers.step(i, gradients, settings)
    return result
