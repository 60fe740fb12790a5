"""The sweep of sweep_work.py as a JAX program, in one of several processes of a core each.

    python3 sweep_jax.py FOLDER UPDATES PART PARTS

A cell is one call: all of its updates, its curriculum and its evaluations are loops on the device,
and its random symbols an argument. The steps of a window are unrolled, with the weight gradient's
product outside; a window that is shorter than the others, the first of a sequence, has steps before
it that leave the state at zero. A program is compiled for a method and a truncation, and serves
both seeds.

Tried beside it, and slower or no faster on Zen 4, compilation counted: both seeds in one program by
vmap (the same for BPTT; for synthesizers 4 to 21 % more, since lax.cond leaves nothing out then);
lax.fori_loop over just the steps that there are (compiles in 80 % of the time, trains in 108 %;
longer with room for all truncations, so that four programs do); lax.scan over the steps; JAX's own
gradient of the LSTM, a product a step (5 to 15 % more); jax.random in the loop; threads, or XLA's
own, in place of processes; fast math, oneDNN, XNNPACK and the presets of XLA. Vectors of 512 bits
are worth 2 to 8 %.
"""

import os
import sys

# Before jax is imported. A cell is too small for two threads.
os.environ["XLA_FLAGS"] = (
    "--xla_cpu_multi_thread_eigen=false --xla_cpu_prefer_vector_width=512 "
    + os.environ.get("XLA_FLAGS", ""))
# Every user compiles at least once.
os.environ["JAX_ENABLE_COMPILATION_CACHE"] = "0"

import functools
import pathlib
import time

import jax
import numpy
from jax import lax
from jax import numpy as jnp

from sweep_work import (
    AVERAGED, BATCH, EVALUATE_EVERY, INPUTS, LONGEST, RATE, RECORD_EVERY, SG_SCALE, STATE, SYMBOLS,
    SYNTHESIZER_RATE, THRESHOLD, UNITS, cells, make_parameters, save, tell)

# Of a sigmoid as 1/2 tanh(z/2) + 1/2, so that one tanh serves all gates.
HALVES = numpy.repeat(numpy.array((0.5, 0.5, 1, 0.5), "f4"), UNITS)
LANES = numpy.arange(BATCH, dtype="u4")
ONES = numpy.ones((BATCH, 1), "f4")


def read(words, length, step):
    """Inputs, targets and whether they count, of a step of sequences whose symbols are bits.

    `words` has a word a symbol, with a bit a sequence. Shapes: (B, INPUTS), (B, SYMBOLS), ().
    """
    def one_hot(place):
        drawn = (words[jnp.clip(place, 0, LONGEST - 1)] >> LANES) & 1
        return jax.nn.one_hot(drawn, SYMBOLS)

    delimiter = jnp.full((BATCH, 1), step == length, "f4")
    inputs = jnp.concatenate((one_hot(step) * (step < length), delimiter), 1)
    return inputs, one_hot(step - length - 1), step > length


def lstm(network, inputs, h, c):
    """A step. The cell's weights and its bias are one matrix, of the rows x, h and 1."""
    joined = jnp.concatenate((inputs, h, ONES), 1)
    i, f, g, o = jnp.split(jnp.tanh(joined @ network["W"] * HALVES), 4, 1)
    i, f, o = 0.5 * i + 0.5, 0.5 * f + 0.5, 0.5 * o + 0.5
    return joined, i, f, g, o, f * c + i * g


def cross_entropy(network, hidden, targets):
    """In nats, a number a row."""
    logits = hidden @ network["W_hy"] + network["b_y"]
    return jax.nn.logsumexp(logits, -1) - (logits * targets).sum(-1)


def forward(network, h, c, inputs, active):
    """The end of a window and a trace of its steps."""
    trace = []
    for step in range(len(inputs)):
        before = c
        joined, i, f, g, o, c = lstm(network, inputs[step], h, c)
        c = c * active[step]
        squashed = jnp.tanh(c)
        h = o * squashed
        trace.append((joined, before, i, f, g, o, squashed, h))
    return h, c, trace


def backward(network, trace, active, above, dh, dc):
    """The gradient of the cell's weights and that at the window's start, sums over the batch."""
    recurrent = network["W"][INPUTS:-1].T
    gates = []
    for step in reversed(range(len(trace))):
        _, before, i, f, g, o, squashed, _ = trace[step]
        dh = dh + above[step]
        dc = (dc + dh * o * (1 - squashed * squashed)) * active[step]
        gates.append(jnp.concatenate(
            (dc * g * i * (1 - i), dc * before * f * (1 - f), dc * i * (1 - g * g),
             dh * squashed * o * (1 - o)), 1))
        dh, dc = gates[-1] @ recurrent, dc * f
    joined = jnp.concatenate([step[0] for step in trace])
    return joined.T @ jnp.concatenate(gates[::-1]), dh, dc


def synthesize(synthesizer, state):
    """The synthetic gradient at a state, and what the auxiliary head says."""
    if "W" in synthesizer:
        return state @ synthesizer["W"] + synthesizer["b"], None
    hidden = jax.nn.relu(state @ synthesizer["W_1"] + synthesizer["b_1"])
    gradient = hidden @ synthesizer["W_2"] + synthesizer["b_2"] + state @ synthesizer["W_skip"]
    if "W_aux" not in synthesizer:
        return gradient, None
    return gradient, hidden @ synthesizer["W_aux"] + synthesizer["b_aux"]


def regression(synthesizer, state, target, coming):
    """The loss of the synthesizer at a state, and its two parts."""
    gradient, auxiliary = synthesize(synthesizer, state)
    loss = jnp.mean((gradient - target) ** 2)
    other = 0.0 if auxiliary is None else jnp.mean((auxiliary - coming) ** 2)
    return loss + other, jnp.stack((loss, other))


def adam(learner, gradients, rate):
    """A step of a learner: its parameters, both moments, and the count of steps."""
    parameters, first, second, count = learner
    count = count + 1
    size = rate / (1 - 0.9 ** count)
    correction = lax.rsqrt(1 - 0.999 ** count)
    first = {name: m + 0.1 * (gradients[name] - m) for name, m in first.items()}
    second = {name: v + 0.001 * (gradients[name] ** 2 - v) for name, v in second.items()}
    parameters = {
        name: p - size * first[name] / (jnp.sqrt(second[name]) * correction + 1e-8)
        for name, p in parameters.items()}
    return parameters, first, second, count


def update(window, words, level, state):
    """Trains on the next window, of a new sequence where the last one has ended."""
    network, synthesizer = state["network"], state["synthesizer"]
    is_new = state["start"] > 2 * state["length"]
    item = state["item"] + is_new
    length = jnp.where(is_new, level, state["length"])
    steps = 2 * length + 1
    # A short window comes first; its steps below zero are none.
    start = jnp.where(is_new, (steps - 1) % window + 1 - window, state["start"])
    is_first, is_last = start <= 0, start + window >= steps
    h, c = state["h"] * ~is_new, state["c"] * ~is_new
    places = start + jnp.arange(window)
    inputs, targets, scored = jax.vmap(functools.partial(read, words[item], length))(places)
    active = jnp.where(places >= 0, 1.0, 0.0)
    end_h, end_c, trace = forward(network[0], h, c, inputs, active)
    hidden = jnp.stack([step[-1] for step in trace])

    def loss(read_out, hidden):
        return (cross_entropy(read_out, hidden, targets) * scored[:, None]).sum()

    read_out = {name: network[0][name] for name in ("W_hy", "b_y")}
    total, (gradients, above) = jax.value_and_grad(loss, argnums=(0, 1))(read_out, hidden)
    gradients, above = jax.tree.map(lambda gradient: gradient / length, (gradients, above))
    coming = jnp.zeros((BATCH, STATE))
    if synthesizer:
        coming = lax.cond(
            is_last, lambda _: coming, lambda end: synthesize(synthesizer[0], end)[0],
            jnp.concatenate((end_h, end_c), 1))
    arriving = jnp.split(SG_SCALE * coming, 2, 1)
    gradients["W"], dh, dc = backward(network[0], trace, active, above, *arriving)
    gradients = {name: gradient / BATCH for name, gradient in gradients.items()}
    norm = jnp.sqrt(sum(jnp.sum(gradient ** 2) for gradient in gradients.values()))
    losses = jnp.zeros(2)
    if synthesizer:
        def regress(learner):
            steps, losses = jax.grad(regression, has_aux=True)(
                learner[0], jnp.concatenate((h, c), 1), jnp.concatenate((dh, dc), 1), coming)
            return adam(learner, steps, SYNTHESIZER_RATE), losses

        synthesizer, losses = lax.cond(
            is_first, lambda learner: (learner, losses), regress, synthesizer)
    predicted = jnp.sqrt(jnp.sum(coming ** 2) / BATCH)
    sums = state["sums"] + jnp.stack(
        (total, scored.sum() * BATCH, norm, *losses, ~is_first, predicted, ~is_last))
    return dict(
        network=adam(network, gradients, RATE), synthesizer=synthesizer, h=end_h, c=end_c,
        item=item, length=length, start=start + window, sums=sums)


def evaluate(network, words, level):
    """The mean loss of held-out sequences in bits."""
    def step(place, carry):
        h, c, total = carry
        inputs, targets, scored = read(words, level, place)
        *_, o, c = lstm(network, inputs, h, c)
        h = o * jnp.tanh(c)
        return h, c, total + cross_entropy(network, h, targets).sum() * scored

    zeros = jnp.zeros((BATCH, UNITS))
    _, _, total = lax.fori_loop(0, 2 * level + 1, step, (zeros, zeros, 0.0))
    return total / (level * BATCH) / numpy.log(2)


def train(window, state, words, held_out):
    """A whole cell: its last state and, for each evaluation, level, loss and sums."""
    def block(carry, held_out):
        state, level, errors = carry
        state = dict(state, sums=jnp.zeros(8))
        state = lax.fori_loop(
            0, EVALUATE_EVERY, lambda _, state: update(window, words, level, state), state)
        error = evaluate(state["network"][0], held_out, level)
        errors = jnp.append(errors[1:], error)
        is_solved = errors.mean() < THRESHOLD
        level = level + is_solved
        errors = jnp.where(is_solved, jnp.inf, errors)
        return (state, level, errors), (level - 1, error, state["sums"])

    carry = state, jnp.int32(1), jnp.full(AVERAGED, jnp.inf)
    (state, _, _), curves = lax.scan(block, carry, held_out)
    return state, curves


def begin(cell, updates):
    """The arguments of `train`: the state before the first update, and words for all sequences."""
    network, synthesizer = make_parameters(cell)
    network["W"] = numpy.concatenate(
        (network.pop("W_xh"), network.pop("W_hh"), network.pop("b")[None]))

    def learner(parameters):
        zeros = {name: numpy.zeros_like(value) for name, value in parameters.items()}
        return (parameters, zeros, zeros, numpy.float32(0)) if parameters else None

    zeros = numpy.zeros((BATCH, UNITS), "f4")
    state = dict(
        network=learner(network), synthesizer=learner(synthesizer), h=zeros, c=zeros,
        item=numpy.int32(-1), length=numpy.int32(0), start=numpy.int32(1),
        sums=numpy.zeros(8, "f4"))
    drawn = numpy.random.default_rng((cell.seed, 1))

    def words(count):
        return drawn.integers(0, 2 ** BATCH, (count, LONGEST), "u4")

    return state, words(updates), words(updates // EVALUATE_EVERY)


def finish(folder, cell, state, curves):
    """Keeps the curves, a point every RECORD_EVERY updates, and the tensors of a cell."""
    blocks = RECORD_EVERY // EVALUATE_EVERY
    level, error, sums = map(numpy.asarray, curves)
    level, error = level[blocks - 1::blocks], error[blocks - 1::blocks]
    if level[-1] + 1 >= LONGEST:
        sys.exit(f"{cell.name}: no room for longer sequences")
    sums = sums.reshape(len(level), blocks, -1).sum(1)
    with numpy.errstate(invalid="ignore"):
        loss = sums[:, 0] / sums[:, 1] / numpy.log(2)
        save(folder, cell, dict(
            update=RECORD_EVERY * numpy.arange(1, len(level) + 1), solved_length=level,
            solved_steps=2 * level + 1, held_out_loss=error, train_loss=loss,
            generalization_gap=error - loss, gradient_norm=sums[:, 2] / RECORD_EVERY,
            synthesizer_loss=sums[:, 3] / sums[:, 5], auxiliary_loss=sums[:, 4] / sums[:, 5],
            synthetic_gradient_norm=sums[:, 6] / sums[:, 7]),
            {**state["network"][0], **(state["synthesizer"] or ({},))[0]})


def share(part, parts):
    """The cells of one process of several, both seeds of a program together."""
    programs = [(first, second) for first, second in zip(cells()[::2], cells()[1::2])]
    # Back and forth, as children pick teams, since they come in order of their length.
    return [program for place, program in enumerate(programs)
            if part in (place % (2 * parts), 2 * parts - 1 - place % (2 * parts))]


def main():
    folder, (updates, part, parts) = pathlib.Path(sys.argv[1]), map(int, sys.argv[2:])
    jax.devices()
    begun = time.perf_counter()
    programs = [
        (seeds, jax.jit(functools.partial(train, seeds[0].window)).lower(
            *begin(seeds[0], updates)).compile())
        for seeds in share(part, parts)]
    compiled = time.perf_counter()
    for seeds, program in programs:
        for cell in seeds:
            finish(folder, cell, *program(*begin(cell, updates)))
    tell(compiling=compiled - begun, training=time.perf_counter() - compiled)


if __name__ == "__main__":
    main()
