"""JAX on the work of `presage bench`, by the requests of serving.py.

IMPLEMENTATION: scan (lax.scan over steps, differentiated by JAX), custom (a backward written by
hand, with the weight gradient's product outside the loop) or unrolled (the same, five steps of the
loops at once). One thread; sixteen windows a call of a jitted function whose buffers are donated.
Cells are in jax_cells.py, layers in mlp_jax.py.
"""

# First, since it settles the threads.
from jax_parts import WINDOWS, Scan, dense, make_dense

import functools

import jax
import numpy
import optax
from jax import numpy as jnp

from cells import STATES, SYMBOLS
from jax_cells import CELLS, parameters_of
from mlp_jax import Layers
from serving import serve


def synthesize(parameters, state):
    if "hidden" in parameters:
        state = jax.nn.relu(dense(parameters["hidden"], state))
    return dense(parameters["last"], state)


class Work(Scan):
    def __init__(self, implementation, method, units, batch, truncation, kind):
        keys = jax.random.split(jax.random.PRNGKey(0), 6)
        bound = units ** -0.5
        uniform = functools.partial(jax.random.uniform, minval=-bound, maxval=bound)
        # Of the state, whose parts a synthesizer sees side by side.
        parts = STATES[kind]
        width = parts * units
        parameters = dict(
            cell=parameters_of(kind, keys, units, uniform),
            read_out=make_dense(keys[2], units, SYMBOLS))
        if method == "sg_linear":
            parameters["synthesizer"] = dict(
                last=make_dense(keys[3], width, width, zero=True))
        elif method == "sg_mlp":
            parameters["synthesizer"] = dict(
                hidden=make_dense(keys[4], width, 4 * units),
                last=make_dense(keys[3], 4 * units, width, zero=True))
        cell = CELLS[kind][implementation]
        optimizer = optax.adam(1e-3)
        mean = batch * truncation

        def window(parameters, state, inputs, targets):
            state, outputs = cell(parameters["cell"], state, inputs)
            logits = dense(parameters["read_out"], outputs).reshape(-1, SYMBOLS)
            losses = optax.softmax_cross_entropy_with_integer_labels(logits, targets)
            return losses.mean(), state

        def gradients_of(parameters, state, inputs, targets):
            if method == "truncated_bptt":
                (loss, end), gradients = jax.value_and_grad(window, has_aux=True)(
                    parameters, state, inputs, targets)
                return loss, end, gradients
            network = {name: value for name, value in parameters.items() if name != "synthesizer"}
            (loss, end), pull = jax.vjp(
                lambda network, state: window(network, state, inputs, targets), network, state)
            synthetic = synthesize(
                parameters["synthesizer"], jnp.concatenate(end, 1)) * (0.1 / mean)
            gradients, start = pull((jnp.ones(()), tuple(jnp.split(synthetic, parts, 1))))
            target = jnp.concatenate(start, 1) * mean
            before = jnp.concatenate(state, 1)
            gradients["synthesizer"] = jax.grad(
                lambda synthesizer: jnp.mean((synthesize(synthesizer, before) - target) ** 2))(
                    parameters["synthesizer"])
            return loss, end, gradients

        def train(carry, data):
            parameters, moments, state = carry
            loss, state, gradients = gradients_of(parameters, state, *data)
            steps, moments = optimizer.update(gradients, moments)
            return (optax.apply_updates(parameters, steps), moments, state), loss

        drawn = numpy.random.default_rng(0).integers(0, SYMBOLS, (WINDOWS * truncation, batch))
        one_hot = numpy.eye(SYMBOLS, dtype=numpy.float32)[drawn]
        # Apart from one another, since they are donated.
        zeros = tuple(jnp.zeros((batch, units)) for _ in range(parts))
        super().__init__(
            train, (parameters, optimizer.init(parameters), zeros),
            jnp.asarray(one_hot.reshape(WINDOWS, truncation, batch, SYMBOLS)),
            jnp.asarray(numpy.roll(drawn, 2, 0).reshape(WINDOWS, truncation * batch)))


if __name__ == "__main__":
    serve(build=Work, build_layers=Layers)
