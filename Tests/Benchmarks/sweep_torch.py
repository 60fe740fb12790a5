"""A cell of the sweep of sweep_work.py as a PyTorch program.

    python3 sweep_torch.py FOLDER UPDATES CELL

CELL is its number. Eager, one thread, torch.nn.LSTM, one fused Adam for the network and one for the
synthesizer. Slower are a loop over steps (forward and backward of a window of 5 in 917 µs against
672), torch.nn.LSTMCell (1,104), that loop traced (909) or by torch.compile (767, after 10 s), and a
backward written by hand (864).
"""

import itertools
import pathlib
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

from sweep_work import (
    AVERAGED, BATCH, EVALUATE_EVERY, HIDDEN, INPUTS, RATE, RECORD_EVERY, SG_SCALE, STATE, SYMBOLS,
    SYNTHESIZER_RATE, THRESHOLD, UNITS, cells, make_parameters, save, tell)


class Network(nn.Module):
    def __init__(self, weights):
        super().__init__()
        self.cell = nn.LSTM(INPUTS, UNITS)
        self.read_out = nn.Linear(UNITS, SYMBOLS)
        copy(self.cell.weight_ih_l0, weights["W_xh"].T)
        copy(self.cell.weight_hh_l0, weights["W_hh"].T)
        copy(self.cell.bias_ih_l0, weights["b"])
        # It has two biases; one is enough.
        copy(self.cell.bias_hh_l0, 0 * weights["b"])
        self.cell.bias_hh_l0.requires_grad_(False)
        copy(self.read_out.weight, weights["W_hy"].T)
        copy(self.read_out.bias, weights["b_y"])

    def forward(self, inputs, state, scored_from):
        """Logits of the steps from `scored_from`, and the state at the end."""
        outputs, state = self.cell(inputs, state)
        return self.read_out(outputs[scored_from:].flatten(0, 1)), state


class Synthesizer(nn.Module):
    def __init__(self, weights):
        super().__init__()
        self.is_deep = "W_1" in weights
        if self.is_deep:
            self.hidden = linear(weights["W_1"], weights["b_1"])
            self.last = linear(weights["W_2"], weights["b_2"])
            self.skip = linear(weights["W_skip"])
        else:
            self.last = linear(weights["W"], weights["b"])
        self.auxiliary = linear(weights["W_aux"], weights["b_aux"]) if "W_aux" in weights else None

    def forward(self, state):
        if not self.is_deep:
            return self.last(state)
        return self.last(functional.relu(self.hidden(state))) + self.skip(state)

    def losses(self, state, target, coming):
        """The losses of both heads, the second None where there is no auxiliary one."""
        if self.auxiliary is None:
            return functional.mse_loss(self(state), target), None
        hidden = functional.relu(self.hidden(state))
        return (
            functional.mse_loss(self.last(hidden) + self.skip(state), target),
            functional.mse_loss(self.auxiliary(hidden), coming))


def copy(parameter, values):
    with torch.no_grad():
        parameter.copy_(torch.from_numpy(numpy.ascontiguousarray(values)))


def linear(weights, bias=None):
    layer = nn.Linear(*weights.shape, bias=bias is not None)
    copy(layer.weight, weights.T)
    if bias is not None:
        copy(layer.bias, bias)
    return layer


def draw(length):
    """Inputs (2N + 1, B, INPUTS) and the N symbols that are to be said."""
    symbols = torch.randint(SYMBOLS, (length, BATCH))
    inputs = torch.zeros(2 * length + 1, BATCH, INPUTS)
    inputs[:length].scatter_(2, symbols[:, :, None], 1.0)
    inputs[length, :, SYMBOLS] = 1
    return inputs, symbols


def windows(steps, window):
    """Their steps; a short one comes first."""
    ends = range((steps - 1) % window + 1, steps + 1, window)
    return [(max(0, end - window), end) for end in ends]


class Means:
    """Sums of what is recorded, and how often it was added, since the last point."""

    def __init__(self):
        self.sums, self.counts = {}, {}

    def add(self, name, value, count=1):
        self.sums[name] = self.sums.get(name, 0) + value
        self.counts[name] = self.counts.get(name, 0) + count

    def take(self, name):
        count = self.counts.pop(name, 0)
        return float(self.sums.pop(name, 0)) / count if count else float("nan")


class Run:
    """A cell in training."""

    def __init__(self, cell):
        torch.manual_seed(cell.seed)
        network, synthesizer = make_parameters(cell)
        self.cell = cell
        self.network = Network(network)
        self.trained = [value for value in self.network.parameters() if value.requires_grad]
        self.optimizer = torch.optim.Adam(self.trained, lr=RATE, fused=True)
        self.synthesizer = Synthesizer(synthesizer) if synthesizer else None
        if synthesizer:
            self.synthesizer_optimizer = torch.optim.Adam(
                self.synthesizer.parameters(), lr=SYNTHESIZER_RATE, fused=True)
        self.coming = self.windows()
        self.level = 1
        self.errors = []
        self.means = Means()
        self.curves = {}

    def train(self, updates):
        for update in updates:
            self.train_on(*next(self.coming))
            if update % EVALUATE_EVERY == 0:
                self.evaluate()
            if update % RECORD_EVERY == 0:
                self.record(update)

    def windows(self):
        """The windows of one batch of sequences after the other, at the level of the time."""
        while True:
            length = self.level
            inputs, symbols = draw(length)
            self.h = self.c = torch.zeros(1, BATCH, UNITS)
            steps = 2 * length + 1
            for start, end in windows(steps, self.cell.window):
                first = max(start, length + 1)
                targets = symbols[first - length - 1:max(first, end) - length - 1].flatten()
                yield (inputs[start:end], first - start, targets, length, start == 0, end == steps)

    def train_on(self, inputs, scored_from, targets, length, is_first, is_last):
        """An update."""
        h, c = self.h.detach(), self.c.detach()
        if self.synthesizer and not is_first:
            h.requires_grad_()
            c.requires_grad_()
        logits, (self.h, self.c) = self.network(inputs, (h, c), scored_from)
        # A mean over the batch; a state's gradient is a sample's own.
        loss = functional.cross_entropy(logits, targets, reduction="sum") / (length * BATCH)
        if self.synthesizer and not is_last:
            with torch.no_grad():
                coming = self.synthesizer(torch.cat((self.h[0], self.c[0]), 1))
                arriving = coming * (SG_SCALE / BATCH)
                self.means.add("synthetic_gradient_norm", coming.norm() / BATCH ** 0.5)
            torch.autograd.backward(
                [loss, self.h, self.c],
                [None, arriving[None, :, :UNITS], arriving[None, :, UNITS:]])
        else:
            coming = torch.zeros(BATCH, STATE) if self.cell.has_auxiliary else None
            # Where nothing is scored, of zero; Adam steps all the same.
            loss.backward()
        if self.synthesizer and not is_first:
            self.regress(h, c, coming)
        with torch.no_grad():
            self.means.add("train_loss", loss.detach() * (length * BATCH), len(targets))
            gradients = [value.grad for value in self.trained]
            self.means.add("gradient_norm", nn.utils.get_total_norm(gradients))
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)

    def regress(self, h, c, coming):
        """Has the synthesizer learn the gradient at the window's start."""
        state = torch.cat((h.detach()[0], c.detach()[0]), 1)
        target = torch.cat((h.grad[0], c.grad[0]), 1).mul_(BATCH)
        loss, other = self.synthesizer.losses(state, target, coming)
        (loss if other is None else loss + other).backward()
        self.synthesizer_optimizer.step()
        self.synthesizer_optimizer.zero_grad(set_to_none=True)
        self.means.add("synthesizer_loss", loss.detach())
        if other is not None:
            self.means.add("auxiliary_loss", other.detach())

    @torch.inference_mode()
    def evaluate(self):
        inputs, symbols = draw(self.level)
        zeros = torch.zeros(1, BATCH, UNITS)
        logits, _ = self.network(inputs, (zeros, zeros), self.level + 1)
        self.error = functional.cross_entropy(logits, symbols.flatten()).item() / numpy.log(2)
        self.errors = [*self.errors[1 - AVERAGED:], self.error]
        if len(self.errors) == AVERAGED and numpy.mean(self.errors) < THRESHOLD:
            self.level += 1
            self.errors = []

    def record(self, update):
        loss = self.means.take("train_loss") / numpy.log(2)
        point = dict(
            update=update, solved_length=self.level - 1, solved_steps=2 * self.level - 1,
            held_out_loss=self.error, train_loss=loss, generalization_gap=self.error - loss)
        for name in (
                "gradient_norm", "synthesizer_loss", "auxiliary_loss", "synthetic_gradient_norm"):
            point[name] = self.means.take(name)
        for name, value in point.items():
            self.curves.setdefault(name, []).append(value)

    @property
    def tensors(self):
        modules = [module for module in (self.network, self.synthesizer) if module]
        return {name: value.detach().numpy() for name, value in itertools.chain(
            *(module.named_parameters() for module in modules))}


def main():
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    folder, updates = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    run = Run(cells()[int(sys.argv[3])])
    # Until then much is done for the first time.
    run.train(range(1, RECORD_EVERY + 1))
    begun = time.perf_counter()
    run.train(range(RECORD_EVERY + 1, updates + 1))
    save(folder, run.cell, run.curves, run.tensors)
    tell(compiling=0, training=time.perf_counter() - begun)


if __name__ == "__main__":
    main()
