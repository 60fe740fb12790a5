"""Presage's algorithms in float64 PyTorch; autograd does every backward pass.

Row vectors times matrices throughout. Shape letters: B batch, T window length, I input width,
H units, G gates, S state width (2H for the LSTMs, [h, c]; else H), O outputs, K hidden units of a
synthesizer. Tensors are named as in result files: W_xh (I, GH), W_hh (H, GH), b (GH), W_hy (H, O),
b_y (O), besides b_hn (H) of a GRU, gamma_x and gamma_h (4H) of a layer-normalized LSTM. Gate order
i, f, g, o of the LSTMs; r, z, n of the GRU; f, n of the minimal gated unit.
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


def lstm_step(x, state, p, product=torch.matmul):
    """x (B, I), state (B, S) -> next state (B, S), as for every cell; product multiplies what is
    recurrent by W_hh."""
    h, c = state.chunk(2, dim=1)
    return lstm_gates(x @ p["W_xh"] + product(h, p["W_hh"]) + p["b"], c)


def lstm_layer_norm_step(x, state, p, product=torch.matmul):
    h, c = state.chunk(2, dim=1)
    h_z = normalized(product(h, p["W_hh"])) * p["gamma_h"]
    return lstm_gates(normalized(x @ p["W_xh"]) * p["gamma_x"] + h_z + p["b"], c)


def normalized(a):
    """Rows less their means, by their standard deviations."""
    centred = a - a.mean(dim=1, keepdim=True)
    return centred / torch.sqrt((centred**2).mean(dim=1, keepdim=True) + 1e-5)


def gru_step(x, h, p, product=torch.matmul):
    x_r, x_z, x_n = (x @ p["W_xh"] + p["b"]).chunk(3, dim=1)
    h_r, h_z, h_n = product(h, p["W_hh"]).chunk(3, dim=1)
    r, z = torch.sigmoid(x_r + h_r), torch.sigmoid(x_z + h_z)
    return (1 - z) * torch.tanh(x_n + r * (h_n + p["b_hn"])) + z * h


def elman_step(x, h, p, product=torch.matmul):
    return torch.tanh(x @ p["W_xh"] + product(h, p["W_hh"]) + p["b"])


def mgu_step(x, h, p, product=torch.matmul):
    """Zhou et al. 2016, "Minimal gated unit for recurrent neural networks"."""
    x_f, x_n = (x @ p["W_xh"] + p["b"]).chunk(2, dim=1)
    w_f, w_n = p["W_hh"].chunk(2, dim=1)
    f = torch.sigmoid(x_f + product(h, w_f))
    return (1 - f) * h + f * torch.tanh(x_n + product(f * h, w_n))


CELLS = {
    "lstm": lstm_step, "lstm_layer_norm": lstm_layer_norm_step, "gru": gru_step,
    "elman": elman_step, "mgu": mgu_step,
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
    """s (B, X) -> prediction (B, S). The tensors present decide the kind."""
    if list(p) == ["b"]:
        return p["b"].expand(len(s), -1)
    if "W" in p:
        return dense(s, p["W"], p["b"])
    if "W_1" in p:
        last = hidden_layers(p) + 1
        out = dense(hidden(s, p), p[f"W_{last}"], p[f"b_{last}"])
        return out + s @ p["W_skip"] if "W_skip" in p else out
    return torch.zeros_like(s)


def hidden_layers(p):
    """The number of hidden layers: the last of W_1, W_2, ... is the head's."""
    return sum(name[2:].isdigit() for name in p if name.startswith("W_")) - 1


def hidden(s, p):
    """The last hidden layer of an MLP synthesizer, (B, K)."""
    for k in range(1, hidden_layers(p) + 1):
        a = s @ p[f"W_{k}"]
        if f"gamma_{k}" in p:
            a = normalized(a.T).T * p[f"gamma_{k}"] + p[f"beta_{k}"]
        else:
            a = a + p[f"b_{k}"]
        s = torch.relu(a)
    return s


def auxiliary(s, p):
    """s (B, X) -> prediction of the auxiliary head (B, S)."""
    if "W_1" in p:
        s = hidden(s, p)
    return dense(s, p["W_aux"], p["b_aux"])


def zeros(tensors):
    return {name: torch.zeros_like(t) for name, t in tensors.items()}


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
