"""PyTorch on the work of `presage bench`, by the requests of serving.py.

IMPLEMENTATION: fused (torch.nn.LSTM) or unrolled (a loop over steps, the input product outside).
One thread; one fused Adam over all parameters. Layers are in mlp_torch.py.
"""

import torch
from torch import nn
from torch.nn import functional

from mlp_torch import Layers
from serving import Turns, serve

SYMBOLS = 10


class UnrolledLSTM(nn.Module):
    """An LSTM as a loop over steps."""

    def __init__(self, units):
        super().__init__()
        bound = units ** -0.5
        self.input = nn.Parameter(torch.empty(4 * units, SYMBOLS).uniform_(-bound, bound))
        self.recurrent = nn.Parameter(torch.empty(4 * units, units).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.zeros(4 * units))

    def forward(self, symbols, state):
        h, c = state[0][0], state[1][0]
        products = functional.linear(symbols, self.input, self.bias)
        recurrent = self.recurrent.t()
        outputs = []
        for product in products:
            i, f, g, o = torch.addmm(product, h, recurrent).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            outputs.append(h)
        return torch.stack(outputs), (h[None], c[None])


def make_synthesizer(method, units):
    state = 2 * units
    if method == "truncated_bptt":
        return None
    if method == "sg_linear":
        network = nn.Sequential(nn.Linear(state, state))
    else:
        network = nn.Sequential(
            nn.Linear(state, 4 * units), nn.ReLU(), nn.Linear(4 * units, state))
    nn.init.zeros_(network[-1].weight)
    nn.init.zeros_(network[-1].bias)
    return network


class Work(Turns):
    def __init__(self, implementation, method, units, batch, truncation):
        torch.manual_seed(0)
        self.units = units
        self.cell = nn.LSTM(SYMBOLS, units) if implementation == "fused" else UnrolledLSTM(units)
        self.read_out = nn.Linear(units, SYMBOLS)
        self.synthesizer = make_synthesizer(method, units)
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
        self.state = (torch.zeros(1, batch, units), torch.zeros(1, batch, units))
        # The loss is a mean over steps and batch; a state's gradient is a sum over steps.
        self.mean = batch * truncation

    def train(self, inputs, targets):
        h, c = self.state
        if self.synthesizer is None:
            outputs, (h, c) = self.cell(inputs, (h, c))
            loss = functional.cross_entropy(self.read_out(outputs.flatten(0, 1)), targets)
            loss.backward()
            self.state = (h.detach(), c.detach())
        else:
            h.requires_grad_()
            c.requires_grad_()
            outputs, (last_h, last_c) = self.cell(inputs, (h, c))
            loss = functional.cross_entropy(self.read_out(outputs.flatten(0, 1)), targets)
            end = torch.cat((last_h.detach()[0], last_c.detach()[0]), 1)
            with torch.no_grad():
                gradient = self.synthesizer(end) * (0.1 / self.mean)
            torch.autograd.backward(
                [loss, last_h, last_c],
                [None, gradient[None, :, :self.units], gradient[None, :, self.units:]])
            start = torch.cat((h.detach()[0], c.detach()[0]), 1)
            target = torch.cat((h.grad[0], c.grad[0]), 1).mul_(self.mean)
            functional.mse_loss(self.synthesizer(start), target).backward()
            self.state = (last_h.detach(), last_c.detach())
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return loss


def main():
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    serve(build=Work, build_layers=Layers)


if __name__ == "__main__":
    main()
