"""The recurrent cells of peer_jax.py, scanned (differentiated by JAX) and handwritten (with a
backward of their own, whose products for the weight gradients are outside the loop).

A cell takes its parameters, its state (a tuple) and one-hot inputs of all steps, and returns the
last state and all h.
"""

import functools

import jax
from jax import lax
from jax import numpy as jnp

from cells import GATES, SYMBOLS

# Steps that an unrolled loop does at once: more make long windows slower.
UNROLL = 5


def parameters_of(kind, keys, units, uniform):
    """Uniform weights and biases of zero; a GRU has one more, of the product that r scales."""
    columns = GATES[kind] * units
    own = dict(candidate=jnp.zeros(units)) if kind == "gru" else {}
    return dict(
        input=uniform(keys[0], (SYMBOLS, columns)), recurrent=uniform(keys[1], (units, columns)),
        bias=jnp.zeros(columns), **own)


def flat(values):
    return values.reshape(-1, values.shape[-1])


def lstm_gates(products, c):
    i, f, g, o = jnp.split(products, 4, -1)
    i, f, o, g = jax.nn.sigmoid(i), jax.nn.sigmoid(f), jax.nn.sigmoid(o), jnp.tanh(g)
    c = f * c + i * g
    return i, f, g, o, c, jnp.tanh(c)


def lstm_scanned(parameters, state, inputs):
    products = inputs @ parameters["input"] + parameters["bias"]

    def step(state, product):
        h, c = state
        _, _, _, o, c, squashed = lstm_gates(product + h @ parameters["recurrent"], c)
        h = o * squashed
        return (h, c), h

    return lax.scan(step, state, products)


def lstm_forward(parameters, state, inputs, unroll):
    products = inputs @ parameters["input"] + parameters["bias"]

    def step(state, product):
        h, c = state
        i, f, g, o, next_c, squashed = lstm_gates(product + h @ parameters["recurrent"], c)
        next_h = o * squashed
        return (next_h, next_c), (next_h, h, c, i, f, g, o, squashed)

    state, (outputs, *trace) = lax.scan(step, state, products, unroll=unroll)
    return (state, outputs), (parameters, inputs, *trace)


def lstm_backward(unroll, residuals, cotangents):
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

    state, products = lax.scan(
        step, state, (above, c, i, f, g, o, squashed), reverse=True, unroll=unroll)
    gradients = dict(
        input=flat(inputs).T @ flat(products), recurrent=flat(h).T @ flat(products),
        bias=flat(products).sum(0))
    return gradients, state, jnp.zeros_like(inputs)


def gru_gates(parameters, product, h):
    """r, z, the product a that r scales, and the candidate."""
    recurrent = h @ parameters["recurrent"]
    units = h.shape[-1]
    r, z = jnp.split(jax.nn.sigmoid(product[:, :2 * units] + recurrent[:, :2 * units]), 2, -1)
    a = recurrent[:, 2 * units:] + parameters["candidate"]
    return r, z, a, jnp.tanh(product[:, 2 * units:] + r * a)


def gru_scanned(parameters, state, inputs):
    products = inputs @ parameters["input"] + parameters["bias"]

    def step(state, product):
        _, z, _, n = gru_gates(parameters, product, state[0])
        h = n + z * (state[0] - n)
        return (h,), h

    return lax.scan(step, state, products)


def gru_forward(parameters, state, inputs, unroll):
    products = inputs @ parameters["input"] + parameters["bias"]

    def step(state, product):
        h, = state
        r, z, a, n = gru_gates(parameters, product, h)
        next_h = n + z * (h - n)
        return (next_h,), (next_h, h, r, z, a, n)

    state, (outputs, *trace) = lax.scan(step, state, products, unroll=unroll)
    return (state, outputs), (parameters, inputs, *trace)


def gru_backward(unroll, residuals, cotangents):
    parameters, inputs, h, r, z, a, n = residuals
    state, above = cotangents

    def step(state, trace):
        above, h, r, z, a, n = trace
        dh = state[0] + above
        dn = dh * (1 - z) * (1 - n * n)
        both = jnp.concatenate([dn * a * r * (1 - r), dh * (h - n) * z * (1 - z)], -1)
        recurrent = jnp.concatenate([both, dn * r], -1)
        return (dh * z + recurrent @ parameters["recurrent"].T,), (
            recurrent, jnp.concatenate([both, dn], -1))

    state, (recurrent, products) = lax.scan(
        step, state, (above, h, r, z, a, n), reverse=True, unroll=unroll)
    gradients = dict(
        input=flat(inputs).T @ flat(products), recurrent=flat(h).T @ flat(recurrent),
        bias=flat(products).sum(0), candidate=flat(recurrent)[:, -h.shape[-1]:].sum(0))
    return gradients, state, jnp.zeros_like(inputs)


def handwritten(forward, backward, unroll):
    cell = jax.custom_vjp(lambda *arguments: forward(*arguments, unroll)[0])
    cell.defvjp(
        functools.partial(forward, unroll=unroll), functools.partial(backward, unroll))
    return cell


CELLS = dict(
    lstm=dict(
        scan=lstm_scanned, custom=handwritten(lstm_forward, lstm_backward, 1),
        unrolled=handwritten(lstm_forward, lstm_backward, UNROLL)),
    gru=dict(
        scan=gru_scanned, custom=handwritten(gru_forward, gru_backward, 1),
        unrolled=handwritten(gru_forward, gru_backward, UNROLL)))
