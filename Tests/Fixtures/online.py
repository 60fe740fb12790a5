"""Online learning rules in float64 PyTorch: one time step, with derivatives carried forward.

Letters as in reference.py; θ is the cell's parameters end to end in the order of TENSORS, P their
number, k = S/H the state components of a hidden unit. Component j belongs to unit j mod H, and a
parameter to the unit of its column. The influence of a sample is ∂s/∂θ.
"""

import torch
from torch.func import jacrev, vmap

import reference
import windows

RULES = ("rtrl", "snap1", "rflo", "uoro")
# Those defined for every cell: the others take units to meet only in the products with W_hh.
GENERAL_RULES = ("rtrl", "uoro")
TENSORS = ("W_xh", "W_hh", "b", "b_hn", "gamma_x", "gamma_h")


class Cell:
    """A recurrent cell as a function of one vector of parameters."""

    def __init__(self, name, p):
        self.function = reference.CELLS[name]
        self.shapes = {name: p[name].shape for name in TENSORS if name in p}
        self.theta = torch.cat([p[name].detach().flatten() for name in self.shapes])
        self.units = p["W_hh"].shape[0]

    def tensors(self, theta):
        """A vector like θ as the cell's tensors by name."""
        sizes = [shape.numel() for shape in self.shapes.values()]
        parts = zip(self.shapes.items(), theta.split(sizes))
        return {name: part.reshape(shape) for (name, shape), part in parts}

    def derivatives(self, x, state, product=torch.matmul):
        """∂s'/∂θ at constant s, (B, S, P), and ∂s'/∂s, (B, S, S), of one time step."""
        def after(theta, x, s):
            return self.function(x[None], s[None], self.tensors(theta), product)[0]
        return vmap(jacrev(after, (0, 2)), (None, 0, 0))(self.theta, x, state)

    def own(self, width):
        """Whether a state component and a parameter belong to one unit, (S, P)."""
        component = torch.arange(width)[:, None] % self.units
        return component == torch.arange(len(self.theta)) % self.units


def replay(window, settings):
    """One time step of an online rule recomputed: a dict laid out like the capture itself, with
    the carried tensors after the step in rule_after/.

    window as for windows.replay, with T = 1 and rule/, the carried tensors before the step, zero
    at a sequence's start: influence (B·S, P) of rtrl, row b·S + j; (B·k, P) of snap1 and rflo,
    where row b·k + a is component a·H + u of a parameter of unit u; feedback (O, H) of rflo;
    state_tangent (B, S) and parameter_tangent (B, P) of uoro, with its noise (B, S) of this step.
    """
    p = windows.variables(window["parameters"])
    steps = windows.Steps(window, p, window["state_in"], settings)
    before, after = steps.states
    batch, width = before.shape
    outputs = steps.outputs(after[None])
    loss = windows.loss(outputs, steps.targets, steps.values, steps.scale)
    error, *readout = torch.autograd.grad(loss, [outputs, p["W_hy"], p["b_y"]])
    cell, rule = Cell(settings["cell"], p), dict(window.get("rule", {}))
    if settings["sequence_start"] == "yes":
        rule |= zeros(cell, settings["rule"], batch, width)
    immediate, jacobian = cell.derivatives(steps.inputs[0], before)
    if settings["rule"] == "rflo":
        jacobian = cell.derivatives(steps.inputs[0], before, constant_product)[1]
    # RFLO has weights of its own in place of the read-out's.
    arriving = error[0] @ rule.get("feedback", p["W_hy"].detach().T)
    if settings["rule"] == "uoro":
        carried = uoro(rule, immediate, jacobian)
        along = (arriving * carried["state_tangent"][:, : cell.units]).sum(1)
        gradient = along @ carried["parameter_tangent"]
    else:
        influence = expanded(rule["influence"], cell, batch, width)
        influence = jacobian @ influence + immediate
        if settings["rule"] != "rtrl":
            influence = influence * cell.own(width)
        gradient = torch.einsum("bj,bjp->p", arriving, influence[:, : cell.units])
        carried = {"influence": compressed(influence, cell, settings["rule"])}
    totals = cell.tensors(gradient) | dict(zip(("W_hy", "b_y"), readout))
    gradients = {name: totals[name] / batch for name in p}
    return {"outputs": outputs.detach(), "state_out": after, "loss": loss.detach() / batch,
            "rule_after": carried} | windows.update(window, gradients, settings)


def constant_product(recurrent, weights):
    """A recurrent product through which nothing is differentiated: what is left is the carry."""
    return recurrent.detach() @ weights


def zeros(cell, rule, batch, width):
    """The carried tensors at a sequence's start."""
    count = len(cell.theta)
    if rule == "uoro":
        return {"state_tangent": torch.zeros(batch, width),
                "parameter_tangent": torch.zeros(batch, count)}
    rows = width if rule == "rtrl" else width // cell.units
    return {"influence": torch.zeros(batch * rows, count)}


def expanded(influence, cell, batch, width):
    """A carried influence as (B, S, P), zero between a component and a parameter of another unit
    where only those of one unit are carried."""
    influence = influence.reshape(batch, -1, influence.shape[1])
    if influence.shape[1] == width:
        return influence
    return influence.repeat_interleave(cell.units, dim=1) * cell.own(width)


def compressed(influence, cell, rule):
    """The inverse of `expanded`."""
    batch, width, count = influence.shape
    if rule != "rtrl":
        influence = influence.reshape(batch, width // cell.units, cell.units, count).sum(2)
    return influence.reshape(-1, count)


def uoro(rule, immediate, jacobian):
    """The tangents after a step, whose outer product is an unbiased estimate of the influence."""
    noise = rule["noise"]
    propagated = torch.einsum("bij,bj->bi", jacobian, rule["state_tangent"])
    projected = torch.einsum("bj,bjp->bp", noise, immediate)
    carried_scale = balance(rule["parameter_tangent"], propagated)
    noise_scale = balance(projected, noise)
    return {"state_tangent": carried_scale * propagated + noise_scale * noise,
            "parameter_tangent":
                rule["parameter_tangent"] / carried_scale + projected / noise_scale}


def balance(numerator, denominator):
    """The root of the ratio of two norms per sample, (B, 1); 1 where one of them is zero."""
    norms = [rows.norm(dim=1, keepdim=True) for rows in (numerator, denominator)]
    ratio = torch.sqrt(norms[0] / norms[1])
    return torch.where((norms[0] < 1e-30) | (norms[1] < 1e-30), 1.0, ratio)
