"""Presage's training windows in float64 PyTorch: autograd backpropagates every step.

A window is a nested dict of tensors named as in a capture (see `replay`), its settings the
capture's attributes. Shape letters as in reference.py; X the width of a synthesizer's input, P the
number of its parameters.
"""

import torch

import reference


def loss(outputs, targets, values, scale):
    """Σ ℓ/Λ of (T, B, O) outputs: cross-entropy, or squared error where there are target values."""
    if values is None:
        return reference.cross_entropy(outputs, targets) / scale
    return (((outputs - values) ** 2).sum(-1) * (targets >= 0)).sum() / scale


class Steps:
    """Consecutive time steps of a network from an initial state, and their backpropagation."""

    def __init__(self, window, p, first, settings):
        self.inputs, self.targets = window["inputs"], window["targets"]
        self.values = window.get("target_values")
        self.p, self.cell, self.scale = p, settings["cell"], settings["loss_scale"]
        with torch.no_grad():
            self.states = reference.recurrent(self.inputs, first, p, self.cell)

    def __len__(self):
        return len(self.inputs)

    def outputs(self, states):
        return reference.dense(
            states[..., : self.p["W_hy"].shape[0]], self.p["W_hy"], self.p["b_y"])

    def step(self, t, state):
        """The state after step t, and Σ ℓ/Λ of the step."""
        after = reference.CELLS[self.cell](self.inputs[t], state, self.p)
        values = None if self.values is None else self.values[t]
        return after, loss(self.outputs(after), self.targets[t], values, self.scale)

    def loss(self):
        return loss(self.outputs(self.states[1:]), self.targets, self.values, self.scale)

    def backward(self, arriving, at_state=lambda t, g: g):
        """The gradient at the initial state and the summed parameter gradients.

        at_state(t, g) may change the gradient at state t, from the last but one to the first."""
        totals, g = reference.zeros(self.p), arriving
        for t in reversed(range(len(self))):
            state = self.states[t].detach().requires_grad_()
            after, step_loss = self.step(t, state)
            objective = step_loss + (g.detach() * after).sum()
            *gradients, g = torch.autograd.grad(
                objective, [*self.p.values(), state], allow_unused=True)
            for name, gradient in zip(self.p, gradients):
                if gradient is not None:
                    totals[name] = totals[name] + gradient
            g = at_state(t, g)
        return g, totals

    def jacobian(self, t):
        """∂s_{t+1}/∂s_t of every sample, (B, S, S)."""
        state = self.states[t].detach().requires_grad_()
        after, _ = self.step(t, state)
        return torch.stack([torch.autograd.grad(after[:, j].sum(), state, retain_graph=True)[0]
                            for j in range(after.shape[1])], dim=1)


def clipping_factor(norm, floor, ceiling):
    if ceiling > 0 and norm > ceiling:
        return ceiling / norm
    return floor / norm if 1e-30 < norm < floor else 1.0


def clip_rows(g, floor, ceiling):
    """Every row scaled into the clipping range."""
    return torch.stack([row * clipping_factor(row.norm().item(), floor, ceiling) for row in g])


class Regressions:
    """Regressions of a synthesizer in one window: gradients are summed, losses averaged."""

    def __init__(self, q):
        self.q, self.gradients = q, reference.zeros(q)
        self.losses, self.auxiliary_losses, self.added = [], [], []

    def at(self, q):
        """The same regressions at other parameters."""
        others = Regressions(variables(q))
        for regression in self.added:
            others.add(*regression)
        return others

    def add(self, x, target, auxiliary_target=None, weight=0.0):
        self.added.append((x, target, auxiliary_target, weight))
        main = ((reference.synthesizer(x, self.q) - target) ** 2).mean()
        self.losses.append(main.detach())
        objective = main
        if auxiliary_target is not None:
            auxiliary = ((reference.auxiliary(x, self.q) - auxiliary_target) ** 2).mean()
            self.auxiliary_losses.append(auxiliary.detach())
            objective = main + weight * auxiliary
        if not self.q:
            return
        gradients = torch.autograd.grad(objective, list(self.q.values()), allow_unused=True)
        for name, gradient in zip(self.q, gradients):
            if gradient is not None:
                self.gradients[name] = self.gradients[name] + gradient


def mean(losses):
    return sum(losses) / len(losses) if losses else torch.zeros(())


def variables(tensors):
    return {name: t.clone().requires_grad_() for name, t in tensors.items()}


def replay(window, settings):
    """One training window recomputed from its inputs: a dict laid out like the capture itself.

    window: inputs (T, B, I), targets (T, B), target_values (T, B, O) for squared error, state_in
    (B, S), parameters, first_moment, second_moment, gradients_before where the step is per
    sequence, conditions (T+1, B, C) of a conditioned synthesizer, future/ (inputs, targets) of a
    look-ahead, synthesizer/ (parameters, moments, gradients_before, copy, trace), permutation (B) of
    exchanged synthetic gradients, of which synthetic_gradient is what arrives. State gradients
    are per sample, parameter gradients means over the batch. Where the window has its gradients, as a
    capture does, steps are taken with those: a step of Adam turns the rounding of a gradient near
    zero into a difference of its whole step size.
    """
    with torch.no_grad():
        p = {name: t.clone() for name, t in window["parameters"].items()}
    for tensor in p.values():
        tensor.requires_grad_()
    steps = Steps(window, p, window["state_in"], settings)
    batch, final = len(window["state_in"]), steps.states[-1]
    result = {"outputs": steps.outputs(steps.states[1:]).detach(), "state_out": final,
              "loss": steps.loss().detach() / batch}
    if "synthesizer" in window:
        boundary, totals = _synthetic(window, settings, steps, result)
    else:
        arriving = torch.zeros_like(final)
        if settings.get("sg_applied") == "yes":
            arriving, _ = Steps(window["future"], p, final, settings).backward(arriving)
        if "synthetic_gradient" in window:
            result["synthetic_gradient"] = arriving
        boundary, totals = steps.backward(
            settings.get("oracle_scale", 1.0) * arriving, _carried_clipping(settings))
    gradients = {name: g / batch for name, g in totals.items()}
    return result | {"boundary_gradient": boundary} | update(window, gradients, settings)


def update(window, gradients, settings):
    """The window's gradients added to those before it, and the step where there is one."""
    gradients = _plus(gradients, window.get("gradients_before"))
    if settings["stepped"] == "yes":
        after = step(window, window.get("gradients", gradients), settings, "")
    else:
        after = {"parameters_after": window["parameters"]}
    return {"gradients": gradients} | after


def _carried_clipping(settings, then=lambda t, g: g):
    floor, ceiling = settings["carried_norm_floor"], settings["carried_clip_norm"]
    return lambda t, g: then(t, clip_rows(g, floor, ceiling))


def _synthetic(window, settings, steps, result):
    """A window with a synthesizer: the boundary gradient and the summed parameter gradients."""
    owner = window["synthesizer"]
    q = variables(owner.get("parameters", {}))
    copy = variables(owner["copy"]) if "copy" in owner else q
    scale = settings["sg_scale"]
    bootstrap_scale = scale if settings["scale_bootstrap"] == "yes" else 1.0
    is_first, is_last = settings["sequence_start"] == "yes", settings["goes_on"] == "no"
    states, mixing = steps.states, settings["mixing_lambda"]

    def input_at(t):
        conditions = window.get("conditions")
        return states[t] if conditions is None else torch.cat([states[t], conditions[t]], dim=1)

    def predict(t, parameters):
        return reference.synthesizer(input_at(t), parameters).detach()

    end = len(steps)
    is_predicted = settings["sg_predicted"] == "yes"
    zero = torch.zeros_like(states[-1])
    prediction = exchanged(predict(end, q), window, settings) if is_predicted else zero
    bootstrap = exchanged(predict(end, copy), window, settings) if is_predicted else zero
    result["synthetic_gradient"] = prediction
    regressions = Regressions(q)
    if is_last and settings["sequence_end"] == "regressed_to_zero":
        regressions.add(input_at(end), zero)

    def mixed(parameters, factor, then=lambda t, g: g):
        def at_state(t, g):
            then(t, g)
            return g if t == 0 else mixing * g + (1 - mixing) * factor * predict(t, parameters)
        return _carried_clipping(settings, at_state)

    rule = settings.get("target_rule", "bootstrapped")
    target = zero
    if rule == "lambda_return":
        target = _lambda_return(
            window, settings, steps, regressions, input_at, copy, bootstrap_scale)
    elif rule == "lambda_online":
        target, trace = _lambda_online(window, settings, steps, regressions, copy, bootstrap_scale)
    else:
        inner = lambda t, g: regressions.add(input_at(t), g) if t > 0 and mixing < 1 else None
        target, _ = steps.backward(
            bootstrap_scale * bootstrap, mixed(copy, bootstrap_scale, inner))
        if not is_first:
            weight = settings["auxiliary_weight"]
            regressions.add(input_at(0), target, prediction if weight > 0 else None, weight)
    if settings["sg_applied"] == "yes":
        boundary, totals = steps.backward(scale * prediction, mixed(q, scale))
    else:
        boundary, totals = steps.backward(zero, _carried_clipping(settings))

    trained = result["synthesizer"] = {"target": target, "loss": mean(regressions.losses)}
    if rule == "lambda_online":
        trained["trace_after"] = trace
    if settings["auxiliary_weight"] > 0:
        trained["auxiliary_loss"] = mean(regressions.auxiliary_losses)
    if q:
        trained["gradients"] = _plus(regressions.gradients, owner.get("gradients_before"))
        if settings["synthesizer_stepped"] == "yes":
            gradients = owner.get("gradients", trained["gradients"])
            trained |= steps_of(owner, gradients, settings, regressions, "synthesizer_",
                                settings.get("synthesizer_steps", 1))
        else:
            trained["parameters_after"] = owner["parameters"]
    return boundary, totals


def exchanged(prediction, window, settings):
    """What every sample gets at the window's end: its own, that of sample permutation[b], or the
    mean over the batch."""
    rows = settings.get("sg_rows", "own")
    if rows == "permuted":
        return prediction[window["permutation"]]
    return prediction.mean(0).expand_as(prediction) if rows == "mean" else prediction


def steps_of(owner, gradients, settings, regressions, prefix, count):
    """So many steps of a synthesizer in an update, each regressed to the same targets."""
    after = step(owner, gradients, settings, prefix)
    for k in range(1, count):
        owner = {"parameters": after["parameters_after"],
                 "first_moment": after["first_moment_after"],
                 "second_moment": after["second_moment_after"]}
        further = {prefix + "adam_step": settings[prefix + "adam_step"] + k}
        after = step(owner, regressions.at(owner["parameters"]).gradients, settings | further,
                     prefix)
    return after


def _lambda_return(window, settings, steps, regressions, input_at, copy, scale):
    """BP(λ) targets by the forward view; returns the target at the window's initial state."""
    lam, gamma = settings["return_lambda"], settings["discount"]
    is_first = settings["sequence_start"] == "yes"

    def carried(state, target):
        return lam * target + (1 - lam) * scale * reference.synthesizer(state, copy).detach()

    final = steps.states[-1]
    arriving = torch.zeros_like(final)
    if "future" in window:
        ahead = Steps(window["future"], steps.p, final, settings)
        if settings["future_ends"] == "no":
            arriving = scale * reference.synthesizer(ahead.states[-1], copy).detach()
        arriving, _ = ahead.backward(
            arriving, lambda t, g: carried(ahead.states[t], gamma * g) if t > 0 else gamma * g)
        arriving = carried(final, arriving)

    def at_state(t, g):
        target = gamma * g
        if t > 0 or not is_first:
            regressions.add(input_at(t), target)
        return carried(steps.states[t], target) if t > 0 else target

    return steps.backward(arriving, at_state)[0]


def _lambda_online(window, settings, steps, regressions, copy, scale):
    """Accumulate BP(λ); returns the one-step target at the initial state, and the trace."""
    lam, gamma = settings["return_lambda"], settings["discount"]
    is_first, is_last = settings["sequence_start"] == "yes", settings["goes_on"] == "no"
    q, states = regressions.q, steps.states
    batch, width = states[0].shape
    count = sum(t.numel() for t in q.values())
    trace = torch.zeros(batch, width, count)
    if not is_first:
        trace = window["synthesizer"]["trace"].reshape(batch, width, count)
    first_target = torch.zeros(batch, width)
    flat = torch.zeros(count)
    for t in range(len(steps)):
        ends = is_last and t + 1 == len(steps)
        if t > 0 or not is_first:
            own = torch.zeros(batch, width, count)
            for j in range(width):
                prediction = reference.synthesizer(states[t], q)[:, j]
                for b in range(batch):
                    rows = torch.autograd.grad(prediction[b], list(q.values()), retain_graph=True)
                    own[b, j] = torch.cat([row.flatten() for row in rows])
            trace = trace + own
            state = states[t].detach().requires_grad_()
            after, step_loss = steps.step(t, state)
            arriving = (torch.zeros_like(after) if ends
                        else scale * reference.synthesizer(states[t + 1], copy).detach())
            target = gamma * torch.autograd.grad(step_loss + (arriving * after).sum(), state)[0]
            error = (reference.synthesizer(states[t], q) - target).detach()
            regressions.losses.append((error**2).mean())
            flat = flat + torch.einsum("bj,bjp->p", 2 * error / error.numel(), trace)
            if t == 0:
                first_target = target
        if not ends:
            trace = gamma * lam * torch.einsum("bij,bjp->bip", steps.jacobian(t), trace)
    offset = 0
    for name, tensor in q.items():
        regressions.gradients[name] = flat[offset : offset + tensor.numel()].reshape(tensor.shape)
        offset += tensor.numel()
    return first_target, trace


def _plus(gradients, before):
    return {name: g + before[name] for name, g in gradients.items()} if before else gradients


def step(owner, gradients, settings, prefix):
    """One optimizer step on scaled gradients: the parameters and moments after it, by name."""
    limits = settings[prefix + "norm_floor"], settings[prefix + "clip_norm"]
    if settings[prefix + "norm_scope"] == "block":
        factors = {
            name: clipping_factor(g.norm().item(), *limits) for name, g in gradients.items()}
    else:
        total = torch.sqrt(sum((g**2).sum() for g in gradients.values())).item()
        factors = dict.fromkeys(gradients, clipping_factor(total, *limits))
    rate = settings[prefix + "learning_rate"]
    after = {"parameters_after": {}, "first_moment_after": {}, "second_moment_after": {}}
    for name, gradient in gradients.items():
        p, g = owner["parameters"][name], gradient * factors[name]
        first = owner["first_moment"][name]
        if settings["optimizer"] == "adam":
            moved = reference.adam(
                p, g, first, owner["second_moment"][name], settings[prefix + "adam_step"], rate,
                settings["beta_1"], settings["beta_2"], settings["epsilon"])
        else:
            moved = reference.momentum(p, g, first, rate, settings["momentum"])
        for group, tensor in zip(after, moved):
            after[group][name] = tensor.detach()
    return after
