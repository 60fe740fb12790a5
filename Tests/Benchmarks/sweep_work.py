"""What the programs of sweep.py train: cells of experiments/copy-horizon.swift at its quick size.

Twenty cells: two truncations, five methods, two seeds. Peers keep a cell's curves and tensors in a
file of numpy's, and end with a table; they draw no figure and write no CSV.
"""

import json
import typing

import numpy

UPDATES = 16_000
SEEDS = (0, 1)
TRUNCATIONS = (3, 5)
# By the names that presage gives them.
METHODS = ("truncated_bptt", "truncated_bptt_extra", "sg_linear", "sg_mlp_skip", "sg_mlp_skip_aux")
SYMBOLS = 2
# Those and the delimiter.
INPUTS = SYMBOLS + 1
UNITS = 64
BATCH = 32
RATE = 1e-3
STATE = 2 * UNITS
HIDDEN = 128
SYNTHESIZER_RATE = 3e-4
SG_SCALE = 0.3
EVALUATE_EVERY = 20
RECORD_EVERY = 100
# A length is solved when the mean of so many evaluations, in bits, is below the threshold.
THRESHOLD = 0.15
AVERAGED = 5
# Room for symbols where arrays have a size; the sweep solves 8 or 9.
LONGEST = 32


class Cell(typing.NamedTuple):
    """A cell of the sweep."""
    truncation: int
    method: str
    seed: int

    @property
    def window(self):
        """The steps of its windows."""
        return self.truncation + (self.method == "truncated_bptt_extra")

    @property
    def has_synthesizer(self):
        return self.method.startswith("sg")

    @property
    def is_deep(self):
        return "mlp" in self.method

    @property
    def has_auxiliary(self):
        return self.method.endswith("aux")

    @property
    def name(self):
        return f"truncation_{self.truncation}-method_{self.method}-seed_{self.seed}"


def cells():
    """All of them, the longest first, so that they end together where several run at a time."""
    return [Cell(truncation, method, seed)
            for truncation in reversed(TRUNCATIONS) for method in reversed(METHODS)
            for seed in SEEDS]


def make_parameters(cell):
    """Initial weights as numpy has them, of the network and of the synthesizer.

    W_xh, W_hh and b of the LSTM, gates in order i, f, g, o; W_hy and b_y; then W and b of the
    linear synthesizer or, of the MLP with its skip, W_1, b_1, W_2, b_2, W_skip, and W_aux, b_aux.
    """
    drawn = numpy.random.default_rng((cell.seed, 0))

    def uniform(inputs, outputs, fan_in):
        return drawn.uniform(-fan_in ** -0.5, fan_in ** -0.5, (inputs, outputs)).astype("f4")

    def zeros(*shape):
        return numpy.zeros(shape, "f4")

    network = dict(
        W_xh=uniform(INPUTS, 4 * UNITS, UNITS), W_hh=uniform(UNITS, 4 * UNITS, UNITS),
        b=zeros(4 * UNITS), W_hy=uniform(UNITS, SYMBOLS, UNITS), b_y=zeros(SYMBOLS))
    network["b"][UNITS:2 * UNITS] = 1
    synthesizer = {}
    if cell.is_deep:
        synthesizer = dict(
            W_1=uniform(STATE, HIDDEN, STATE), b_1=zeros(HIDDEN), W_2=zeros(HIDDEN, STATE),
            b_2=zeros(STATE), W_skip=zeros(STATE, STATE))
        if cell.has_auxiliary:
            synthesizer.update(W_aux=zeros(HIDDEN, STATE), b_aux=zeros(STATE))
    elif cell.has_synthesizer:
        synthesizer = dict(W=zeros(STATE, STATE), b=zeros(STATE))
    return network, synthesizer


def save(folder, cell, curves, tensors):
    """A cell's file: its curves, a number a point, and its tensors."""
    numpy.savez(folder / f"{cell.name}.npz", **curves, **tensors)


def report(folder):
    """Writes the table of solved lengths, from the files, and returns it."""
    lengths = {}
    for cell in cells():
        with numpy.load(folder / f"{cell.name}.npz") as file:
            lengths[cell] = float(file["solved_length"][-1])
    text = table(lengths)
    (folder / "report.txt").write_text(text)
    return text


def table(lengths):
    """The longest solved lengths by method and truncation, from those by cell."""
    heading = "".join(f"{f'T = {truncation}':>14s}" for truncation in TRUNCATIONS)
    lines = [f"  {'longest solved length':22s}" + heading]
    for method in METHODS:
        line = f"  {method:22s}"
        for truncation in TRUNCATIONS:
            values = [lengths[Cell(truncation, method, seed)] for seed in SEEDS]
            line += f"{numpy.mean(values):8.1f} ± {numpy.std(values, ddof=1):.1f}"
        lines.append(line)
    return "\n".join(lines) + "\n"


def tell(**seconds):
    """A line for sweep.py."""
    print(json.dumps(seconds), flush=True)
