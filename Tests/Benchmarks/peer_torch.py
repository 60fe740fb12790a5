"""PyTorch on the work of `presage bench`, by the requests of serving.py.

IMPLEMENTATION: fused (torch.nn.LSTM or GRU) or unrolled (a loop over steps, the input product
outside).
One thread; one fused Adam over all parameters. Layers are in mlp_torch.py.
"""

import torch
from torch import nn
from torch.nn import functional

from cells import GATES, STATES, SYMBOLS
from mlp_torch import Layers
from serving import Turns, serve


class Unrolled(nn.Module):
    """A cell as a loop over steps."""

    def __init__(self, gates, units):
        super().__init__()
        bound = units ** -0.5
        self.input = nn.Parameter(torch.empty(gates * units, SYMBOLS).uniform_(-bound, bound))
        self.recurrent = nn.Parameter(torch.empty(gates * units, units).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.zeros(gates * units))

    def forward(self, symbols, state):
        state = tuple(part[0] for part in state)
        recurrent = self.recurrent.t()
        outputs = []
        for product in functional.linear(symbols, self.input, self.bias):
            state = self.step(product, recurrent, *state)
            outputs.append(state[0])
        return torch.stack(outputs), tuple(part[None] for part in state)


class UnrolledLSTM(Unrolled):
    def __init__(self, units):
        super().__init__(GATES["lstm"], units)

    def step(self, product, recurrent, h, c):
        i, f, g, o = torch.addmm(product, h, recurrent).chunk(4, 1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
        return torch.sigmoid(o) * torch.tanh(c), c


class UnrolledGRU(Unrolled):
    def __init__(self, units):
        super().__init__(GATES["gru"], units)
        self.candidate = nn.Parameter(torch.zeros(units))

    def step(self, product, recurrent, h):
        products = torch.mm(h, recurrent)
        units = h.shape[1]
        r, z = torch.sigmoid(product[:, :2 * units] + products[:, :2 * units]).chunk(2, 1)
        n = torch.tanh(product[:, 2 * units:] + r * (products[:, 2 * units:] + self.candidate))
        return (torch.lerp(n, h, z),)


class FusedGRU(nn.GRU):
    """Its state as a tuple."""

    def forward(self, symbols, state):
        outputs, h = super().forward(symbols, *state)
        return outputs, (h,)


CELLS = dict(
    lstm=dict(fused=lambda units: nn.LSTM(SYMBOLS, units), unrolled=UnrolledLSTM),
    gru=dict(fused=lambda units: FusedGRU(SYMBOLS, units), unrolled=UnrolledGRU))


def make_synthesizer(method, state, hidden):
    if method == "truncated_bptt":
        return None
    if method == "sg_linear":
        network = nn.Sequential(nn.Linear(state, state))
    else:
        network = nn.Sequential(nn.Linear(state, hidden), nn.ReLU(), nn.Linear(hidden, state))
    nn.init.zeros_(network[-1].weight)
    nn.init.zeros_(network[-1].bias)
    return network


def row(state):
    """The parts of a state side by side."""
    return torch.cat([part[0] for part in state], 1)


class Work(Turns):
    def __init__(self, implementation, method, units, batch, truncation, kind):
        torch.manual_seed(0)
        parts = STATES[kind]
        self.cell = CELLS[kind][implementation](units)
        self.read_out = nn.Linear(units, SYMBOLS)
        self.synthesizer = make_synthesizer(method, parts * units, 4 * units)
        parameters = [*self.cell.parameters(), *self.read_out.parameters()]
        if self.synthesizer:
            parameters += self.synthesizer.parameters()
        self.optimizer = torch.optim.Adam(parameters, lr=1e-3, fused=True)
        drawn = torch.randint(0, SYMBOLS, (16 * truncation, batch))
        inputs = functional.one_hot(drawn, SYMBOLS).float()
        targets = torch.roll(drawn, 2, 0)
        self.windows = [
            (inputs[start:start + truncation].contiguous(),
             targets[start:start + truncation].reshape(-1).contiguous())
            for start in range(0, 16 * truncation, truncation)]
        self.state = tuple(torch.zeros(1, batch, units) for _ in range(parts))
        # The loss is a mean over steps and batch; a state's gradient is a sum over steps.
        self.mean = batch * truncation

    def train(self, inputs, targets):
        start = self.state
        if self.synthesizer:
            for part in start:
                part.requires_grad_()
        outputs, end = self.cell(inputs, start)
        loss = functional.cross_entropy(self.read_out(outputs.flatten(0, 1)), targets)
        self.state = tuple(part.detach() for part in end)
        if self.synthesizer is None:
            loss.backward()
        else:
            with torch.no_grad():
                gradient = self.synthesizer(row(self.state)) * (0.1 / self.mean)
            torch.autograd.backward(
                [loss, *end], [None, *(part[None] for part in gradient.chunk(len(end), 1))])
            target = row([part.grad for part in start]).mul_(self.mean)
            prediction = self.synthesizer(row([part.detach() for part in start]))
            functional.mse_loss(prediction, target).backward()
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return loss


def main():
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    serve(build=Work, build_layers=Layers)


if __name__ == "__main__":
    main()
