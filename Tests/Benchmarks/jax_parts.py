"""What the JAX peers share: one thread, layers, and sixteen windows a call."""

import functools
import os

# One core, and no thread pool for the products.
os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
os.environ["XLA_FLAGS"] = (
    os.environ.get("XLA_FLAGS", "") + " --xla_cpu_multi_thread_eigen=false")

import jax
from jax import lax
from jax import numpy as jnp

from serving import Turns

WINDOWS = 16


def dense(parameters, inputs):
    return inputs @ parameters["weights"] + parameters["bias"]


def make_dense(key, inputs, outputs, zero=False):
    bound = inputs ** -0.5
    weights = (jnp.zeros((inputs, outputs)) if zero else
               jax.random.uniform(key, (inputs, outputs), minval=-bound, maxval=bound))
    return dict(weights=weights, bias=jnp.zeros(outputs))


class Scan(Turns):
    """Windows trained on in calls of a jitted function whose buffers are donated."""

    at_once = WINDOWS

    def __init__(self, step, carry, *data):
        """`step` takes what is carried on and a window of `data`, and returns both carry and loss."""
        @functools.partial(jax.jit, donate_argnums=0)
        def train_all(carry, *data):
            carry, losses = lax.scan(step, carry, data)
            return carry, losses[-1]

        self.carry = carry
        self.train_all = train_all
        self.windows = [data]
        self.run(WINDOWS)

    def train(self, *data):
        self.carry, loss = self.train_all(self.carry, *data)
        return loss
