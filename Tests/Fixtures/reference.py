"""Presage's algorithms once more, in float64 PyTorch; autograd does every backward pass.

Row vectors times matrices throughout. Shape letters: B batch, T window length, I input width,
H units, G gates, S state width (2H for the LSTMs, [h, c]; else H), O outputs, K hidden units of a
synthesizer. Tensors are named as in result files: W_xh (I, GH), W_hh (H, GH), b (GH), W_hy (H, O),
b_y (O), besides b_hn (H) of a GRU, gamma_x and gamma_h (4H) of a layer-normalized LSTM. Gate order
i, f, g, o of the LSTMs; r, z, n of the GRU.
"""

import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def dense(x, weights, bias):
    """x (N, inputs) -> (N, outputs)."""
    return x @ weights + bias


def lstm_gates(z, c):
    """Pre-activations (B, 4H), c (B, H) -> next state (B, 2H)."""
    i, f, g, o = z.chunk(4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.cat([torch.sigmoid(o) * torch.tanh(c), c], dim=1)


def lstm_step(x, state, p):
    """x (B, I), state (B, S) -> next state (B, S), as for every cell."""
    h, c = state.chunk(2, dim=1)
    return lstm_gates(x @ p["W_xh"] + h @ p["W_hh"] + p["b"], c)


def lstm_layer_norm_step(x, state, p):
    h, c = state.chunk(2, dim=1)
    z = normalized(x @ p["W_xh"]) * p["gamma_x"] + normalized(h @ p["W_hh"]) * p["gamma_h"]
    return lstm_gates(z + p["b"], c)


def normalized(a):
    """Rows less their means, by their standard deviations."""
    centred = a - a.mean(dim=1, keepdim=True)
    return centred / torch.sqrt((centred**2).mean(dim=1, keepdim=True) + 1e-5)


def gru_step(x, h, p):
    x_r, x_z, x_n = (x @ p["W_xh"] + p["b"]).chunk(3, dim=1)
    h_r, h_z, h_n = (h @ p["W_hh"]).chunk(3, dim=1)
    r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
    return (1 - z) * torch.tanh(x_n + r * (h_n + p["b_hn"])) + z * h


def elman_step(x, h, p):
    return torch.tanh(x @ p["W_xh"] + h @ p["W_hh"] + p["b"])


CELLS = {
    "lstm": lstm_step, "lstm_layer_norm": lstm_layer_norm_step, "gru": gru_step,
    "elman": elman_step,
}


def recurrent(inputs, state, p, cell):
    """inputs (T, B, I), state (B, S) -> states (T+1, B, S), the first the given one."""
    states = [state]
    for x in inputs:
        states.append(CELLS[cell](x, states[-1], p))
    return torch.stack(states)


def cross_entropy(logits, targets):
    """logits (..., O), targets (...) with -1 unscored -> summed loss in nats."""
    flat = targets.reshape(-1)
    return torch.nn.functional.cross_entropy(
        logits.reshape(len(flat), -1), flat, ignore_index=-1, reduction="sum"
    )


def synthesizer(s, p):
    """s (B, S) -> prediction (B, S). The tensors present decide the kind."""
    if "W" in p:
        return dense(s, p["W"], p["b"])
    if "W_1" in p:
        out = dense(torch.relu(dense(s, p["W_1"], p["b_1"])), p["W_2"], p["b_2"])
        return out + s @ p["W_skip"] if "W_skip" in p else out
    return torch.zeros_like(s)


def clip_factor(gradients, norm):
    """min(1, norm/|g|) over all tensors; norm 0 clips nothing."""
    total = torch.sqrt(sum((g**2).sum() for g in gradients.values()))
    return norm / total if norm > 0 and total > norm else torch.tensor(1.0)


def adam(p, g, m, v, step, rate, beta_1, beta_2, epsilon):
    """One step of Adam; step counts from 1. Returns parameter and both moments."""
    m = beta_1 * m + (1 - beta_1) * g
    v = beta_2 * v + (1 - beta_2) * g * g
    corrected = torch.sqrt(v / (1 - beta_2**step)) + epsilon
    return p - rate * (m / (1 - beta_1**step)) / corrected, m, v


def momentum(p, g, velocity, rate, decay):
    """One step of gradient descent with momentum. Returns parameter and velocity."""
    velocity = decay * velocity + g
    return p - rate * velocity, velocity


def _step(owner, gradients, settings, prefix):
    """The parameters after the clipped step of one optimizer, and its moments, by name."""
    factor = clip_factor(gradients, settings[prefix + "clip_norm"])
    rate = settings[prefix + "learning_rate"]
    after = {"parameters_after": {}, "first_moment_after": {}, "second_moment_after": {}}
    for name, p in owner["parameters"].items():
        g, m = gradients[name] * factor, owner["first_moment"][name]
        if settings["optimizer"] == "adam":
            moved = adam(
                p, g, m, owner["second_moment"][name], settings[prefix + "adam_step"], rate,
                settings["beta_1"], settings["beta_2"], settings["epsilon"],
            )
        else:
            moved = momentum(p, g, m, rate, settings["momentum"])
        for group, tensor in zip(after.values(), moved):
            group[name] = tensor.detach()
    return after


def _variables(tensors):
    return {name: t.clone().requires_grad_() for name, t in tensors.items()}


def _plus(gradients, before):
    return {name: g + before[name] for name, g in gradients.items()} if before else gradients


def replay(window, settings):
    """One training window from what it was before: a dict laid out like the capture itself.

    window: nested dict of tensors (inputs (T,B,I), targets (T,B), state_in (B,S), parameters, ...);
    settings: the capture's attributes. An oracle's synthetic gradient is taken as given; all else
    is recomputed. State gradients are per sample, parameter gradients means over the batch.
    """
    p = _variables(window["parameters"])
    state_in = window["state_in"].clone().requires_grad_()
    batch = len(state_in)
    states = recurrent(window["inputs"], state_in, p, settings.get("cell", "lstm"))
    state_out = states[-1]
    logits = dense(states[1:, :, : len(p["W_hy"])], p["W_hy"], p["b_y"])
    total = cross_entropy(logits, window["targets"]) / settings["loss_scale"]
    result = {"outputs": logits, "state_out": state_out, "loss": total / batch}

    trained = window.get("synthesizer")
    applied = settings.get("sg_applied") == "yes"
    given = window.get("synthetic_gradient")
    prediction = torch.zeros_like(state_out)
    if applied and trained is not None:
        prediction = synthesizer(state_out.detach(), trained.get("parameters", {}))
    elif applied:
        prediction = given
    if given is not None:
        result["synthetic_gradient"] = prediction

    def backward(scale):
        """Gradients of total + <scale * prediction, state_out>, parameters then state."""
        injected = total + (scale * prediction.detach() * state_out).sum()
        return torch.autograd.grad(injected, [*p.values(), state_in], retain_graph=True)

    *gradients, boundary = backward(settings["sg_scale"])
    gradients = _plus(
        {name: g / batch for name, g in zip(p, gradients)}, window.get("gradients_before")
    )
    result["gradients"] = gradients
    result["boundary_gradient"] = boundary
    if settings["stepped"] == "yes":
        result.update(_step(window, gradients, settings, ""))
    else:
        result["parameters_after"] = window["parameters"]
    if trained is None:
        return result

    target = boundary if settings["scale_bootstrap"] == "yes" else backward(1.0)[-1]
    q = _variables(trained.get("parameters", {}))
    losses = []
    if settings["sequence_start"] == "no":
        losses.append(((synthesizer(state_in.detach(), q) - target.detach()) ** 2).mean())
    if settings["goes_on"] == "no" and settings["sequence_end"] == "regressed_to_zero":
        losses.append((synthesizer(state_out.detach(), q) ** 2).mean())
    loss = sum(losses) if losses else torch.tensor(0.0)
    synthesizer_gradients = {name: torch.zeros_like(t) for name, t in q.items()}
    if losses and q:
        for name, g in zip(q, torch.autograd.grad(loss, list(q.values()), allow_unused=True)):
            synthesizer_gradients[name] = torch.zeros_like(q[name]) if g is None else g
    synthesizer_gradients = _plus(synthesizer_gradients, trained.get("gradients_before"))
    result["synthesizer"] = {"target": target, "loss": loss}
    if q:
        result["synthesizer"]["gradients"] = synthesizer_gradients
        if settings["synthesizer_stepped"] == "yes":
            result["synthesizer"].update(
                _step(trained, synthesizer_gradients, settings, "synthesizer_")
            )
        else:
            result["synthesizer"]["parameters_after"] = trained["parameters"]
    return result
