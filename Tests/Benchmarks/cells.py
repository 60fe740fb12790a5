"""What bench.py times, and what it costs at least.

Operations are those of the matrix products that the method needs, without those of one-hot
inputs.

Bytes are those that an update cannot do without: the forward and the backward read the parameters,
and the step of Adam reads and writes parameters and two moments, 8 floats a parameter in all.
Gradients and activations count nothing, since they can stay in a near cache. Parameters and moments,
3 floats a parameter, are the working set, which every update goes through from end to end; the
bandwidth is measured at its size.

The bound of a row is the larger of operations by the peak and bytes by that bandwidth. It hides one
behind the other completely, so that a program that does both in turn stays below it.
"""

import itertools
import typing

import mlp

FLOAT = 4
SYMBOLS = 10
# Of a cell: columns of its weights by H, and tensors of its state.
GATES = dict(lstm=4, gru=3)
STATES = dict(lstm=2, gru=1)
METHODS = ("truncated_bptt", "sg_linear", "sg_mlp")


class Cell(typing.NamedTuple):
    """A row: its columns, the request that builds it, and its operations."""
    kind: str
    method: str
    units: int
    batch: int
    truncation: int
    request: str
    words: tuple
    operations: int

    @property
    def columns(self):
        return dict(
            cell=self.kind, method=self.method, units=self.units, batch=self.batch,
            truncation=self.truncation)

    @property
    def text(self):
        return " ".join(map(str, self.columns.values()))


def products(kind, method, units, batch, truncation):
    """Floating-point operations of the matrix products of one window."""
    steps = batch * truncation
    # Forward, gradient of the inputs and of the weights.
    count = 3 * 2 * steps * units * (GATES[kind] * units + SYMBOLS)
    state = STATES[kind] * units
    if method == "sg_linear":
        # Two predictions and one weight gradient.
        count += 3 * 2 * batch * state * state
    if method == "sg_mlp":
        hidden = 4 * units
        # Two predictions, two weight gradients, and the gradient at the hidden layer.
        count += 2 * 4 * batch * state * hidden + 2 * 2 * batch * state * hidden
        count += 2 * batch * state * hidden
    return count


def recurrent(kind, method, units, batch, truncation):
    """Windows of a recurrent network."""
    words = (method, units, batch, truncation, kind)
    return Cell(
        kind, method, units, batch, truncation, "build", words,
        products(kind, method, units, batch, truncation))


def layers(normalized, method):
    """Updates of 8 dense layers, batch-normalized or not."""
    words = (method, 256, 256, 8)
    return Cell(
        "MLP+BN" if normalized == "yes" else "MLP", method, 256, 256, 1, "build_layers",
        (*words, normalized), mlp.products(*words))


def grid():
    """Every row, in the order of the table."""
    recurrent_rows = (
        ("lstm", METHODS, (64,), (16, 256), (5,)),
        ("lstm", METHODS, (128, 256), (16, 256), (2, 5, 20)),
        ("gru", METHODS[:2], (128, 256), (16, 256), (5,)))
    for kind, *choices in recurrent_rows:
        for choice in itertools.product(*choices):
            yield recurrent(kind, *choice)
    for normalized in ("no", "yes"):
        for method in ("backprop", "sg_linear"):
            yield layers(normalized, method)


def working_set(parameters):
    """Bytes that an update goes through."""
    return 3 * FLOAT * parameters


def moved(parameters):
    """Bytes that an update reads or writes at least."""
    return 8 * FLOAT * parameters


def bound(cell, parameters, peak, bandwidth):
    """Seconds that a window takes at least, and by which of the two: GFLOP/s and bytes/s."""
    return max(
        (cell.operations / (peak * 1e9), "products"), (moved(parameters) / bandwidth, "memory"))
