"""JAX on the work of `presage bench`, by the requests of serving.py.

IMPLEMENTATION: scan (lax.scan over steps, differentiated by JAX) or custom (a backward written by
hand, with the weight gradient's product outside the loop). One thread; sixteen windows a call of a
jitted function whose buffers are donated. Layers are in mlp_jax.py.
"""

# First, since it settles the threads.
from jax_parts import WINDOWS, Scan, dense, make_dense

import functools

import jax
import numpy
import optax
from jax import lax
from jax import numpy as jnp

from mlp_jax import Layers
from serving import serve

SYMBOLS = 10


def gates(products, c):
    i, f, g, o = jnp.split(products, 4, -1)
    i, f, o, g = jax.nn.sigmoid(i), jax.nn.sigmoid(f), jax.nn.sigmoid(o), jnp.tanh(g)
    c = f * c + i * g
    return i, f, g, o, c, jnp.tanh(c)


def scanned(parameters, state, inputs):
    products = inputs @ parameters["input"] + parameters["bias"]

    def step(state, product):
        h, c = state
        _, _, _, o, c, squashed = gates(product + h @ parameters["recurrent"], c)
        h = o * squashed
        return (h, c), h

    return lax.scan(step, state, products)


@jax.custom_vjp
def handwritten(parameters, state, inputs):
    return forward(parameters, state, inputs)[0]


def forward(parameters, state, inputs):
    products = inputs @ parameters["input"] + parameters["bias"]

    def step(state, product):
        h, c = state
        i, f, g, o, next_c, squashed = gates(product + h @ parameters["recurrent"], c)
        next_h = o * squashed
        return (next_h, next_c), (next_h, h, c, i, f, g, o, squashed)

    state, (outputs, *trace) = lax.scan(step, state, products)
    return (state, outputs), (parameters, inputs, *trace)


def backward(residuals, cotangents):
    parameters, inputs, h, c, i, f, g, o, squashed = residuals
    state, above = cotangents

    def step(state, trace):
        dh, dc = state
        above, c, i, f, g, o, squashed = trace
        dh = dh + above
        do = dh * squashed * o * (1 - o)
        dc = dc + dh * o * (1 - squashed * squashed)
        products = jnp.concatenate(
            [dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g * g), do], -1)
        return (products @ parameters["recurrent"].T, dc * f), products

    state, products = lax.scan(step, state, (above, c, i, f, g, o, squashed), reverse=True)

    def flat(values):
        return values.reshape(-1, values.shape[-1])

    gradients = dict(
        input=flat(inputs).T @ flat(products), recurrent=flat(h).T @ flat(products),
        bias=flat(products).sum(0))
    return gradients, state, jnp.zeros_like(inputs)


handwritten.defvjp(forward, backward)


def synthesize(parameters, state):
    if "hidden" in parameters:
        state = jax.nn.relu(dense(parameters["hidden"], state))
    return dense(parameters["last"], state)


class Work(Scan):
    def __init__(self, implementation, method, units, batch, truncation):
        keys = jax.random.split(jax.random.PRNGKey(0), 6)
        bound = units ** -0.5
        uniform = functools.partial(jax.random.uniform, minval=-bound, maxval=bound)
        parameters = dict(
            cell=dict(
                input=uniform(keys[0], (SYMBOLS, 4 * units)),
                recurrent=uniform(keys[1], (units, 4 * units)), bias=jnp.zeros(4 * units)),
            read_out=make_dense(keys[2], units, SYMBOLS))
        if method == "sg_linear":
            parameters["synthesizer"] = dict(
                last=make_dense(keys[3], 2 * units, 2 * units, zero=True))
        elif method == "sg_mlp":
            parameters["synthesizer"] = dict(
                hidden=make_dense(keys[4], 2 * units, 4 * units),
                last=make_dense(keys[3], 4 * units, 2 * units, zero=True))
        cell = scanned if implementation == "scan" else handwritten
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
            gradients, start = pull(
                (jnp.ones(()), (synthetic[:, :units], synthetic[:, units:])))
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
        zeros = (jnp.zeros((batch, units)), jnp.zeros((batch, units)))
        super().__init__(
            train, (parameters, optimizer.init(parameters), zeros),
            jnp.asarray(one_hot.reshape(WINDOWS, truncation, batch, SYMBOLS)),
            jnp.asarray(numpy.roll(drawn, 2, 0).reshape(WINDOWS, truncation * batch)))


if __name__ == "__main__":
    serve(build=Work, build_layers=Layers)
