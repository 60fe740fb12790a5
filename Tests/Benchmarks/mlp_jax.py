"""JAX on the updates of `presage bench`'s layers.

IMPLEMENTATION: scan (segments differentiated by JAX) or custom (a backward written by hand, sums over
the batch as products, which XLA is faster at).
"""

import jax
import optax
from jax import lax
from jax import numpy as jnp

import mlp
from jax_parts import Scan, dense, make_dense


def make_layers(units, depth, normalized):
    layers = []
    for index, (inputs, outputs) in enumerate(mlp.widths(units, depth)):
        keys = jax.random.split(jax.random.PRNGKey(index))
        layer = make_dense(keys[0], inputs, outputs)
        if normalized and index < depth - 1:
            layer = dict(
                weights=layer["weights"], gains=jnp.ones(outputs), shifts=jnp.zeros(outputs))
        else:
            bound = inputs ** -0.5
            layer["bias"] = jax.random.uniform(keys[1], (outputs,), minval=-bound, maxval=bound)
        layers.append(layer)
    return layers


def mean(values):
    """Over the batch, as a product."""
    rows = len(values)
    return (jnp.full((1, rows), 1 / rows) @ values)[0]


def normalize(products, mean):
    """The normalized products and the statistics of the batch."""
    means = mean(products)
    deviations = products - means
    variances = mean(jnp.square(deviations))
    return deviations * lax.rsqrt(variances + 1e-5), (means, variances)


def segment(layers, inputs, is_last):
    """The outputs of some layers, and the statistics of those that are normalized."""
    statistics = []
    for index, layer in enumerate(layers):
        if "gains" in layer:
            inputs, batch = normalize(inputs @ layer["weights"], lambda values: values.mean(0))
            statistics.append(batch)
            inputs = inputs * layer["gains"] + layer["shifts"]
        else:
            inputs = dense(layer, inputs)
        if not is_last or index < len(layers) - 1:
            inputs = jax.nn.relu(inputs)
    return inputs, statistics


def mean_loss(logits, labels):
    return optax.softmax_cross_entropy_with_integer_labels(logits, labels).mean()


def regression(prediction, gradient):
    """The gradient of a regression to the gradient that arrived, as it is per sample."""
    return (prediction - gradient * len(prediction)) * (2 / prediction.size)


def differentiated(parameters, images, labels, placement):
    """Loss, gradients and statistics, a segment at a time."""
    layers, synthesizers = parameters["layers"], parameters["synthesizers"]
    inputs, statistics, pulls, regressions = images, [], [], []
    starts = [0, *(layer + 1 for layer in placement)]
    for start, end, synthesizer in zip(starts, starts[1:], synthesizers):
        inputs, pull, batch = jax.vjp(
            lambda layers, inputs: segment(layers, inputs, False), layers[start:end], inputs,
            has_aux=True)
        prediction, pullback = jax.vjp(lambda synthesizer: dense(synthesizer, inputs), synthesizer)
        pulls.append((pull, prediction / len(prediction)))
        regressions.append((prediction, pullback))
        statistics += batch

    def top(layers, inputs):
        logits, batch = segment(layers, inputs, True)
        return mean_loss(logits, labels), batch

    loss, pull, batch = jax.vjp(top, layers[starts[-1]:], inputs, has_aux=True)
    pulls.append((pull, jnp.ones(())))
    results = [pull(above) for pull, above in pulls]
    gradients = dict(
        layers=[layer for layers, _ in results for layer in layers],
        synthesizers=[
            pullback(regression(prediction, arriving))[0]
            for (prediction, pullback), (_, arriving) in zip(regressions, results[1:])])
    return loss, gradients, statistics + batch


def handwritten(parameters, images, labels, placement):
    """The same with every derivative spelled out."""
    layers, synthesizers = parameters["layers"], parameters["synthesizers"]
    outputs, statistics, traces = [images], [], []
    for layer in layers[:-1]:
        trace = None
        if "gains" in layer:
            normalized, batch = normalize(outputs[-1] @ layer["weights"], mean)
            trace = (normalized, lax.rsqrt(batch[1] + 1e-5))
            statistics.append(batch)
            values = normalized * layer["gains"] + layer["shifts"]
        else:
            values = dense(layer, outputs[-1])
        traces.append(trace)
        outputs.append(jax.nn.relu(values))
    logits = dense(layers[-1], outputs[-1])
    rows = len(logits)
    gradient = (jax.nn.softmax(logits) - jax.nn.one_hot(labels, mlp.CLASSES)) / rows
    gradients = dict(layers=[None] * len(layers), synthesizers=[None] * len(synthesizers))

    def dense_gradients(inputs, gradient):
        return dict(weights=inputs.T @ gradient, bias=mean(gradient) * rows)

    gradients["layers"][-1] = dense_gradients(outputs[-1], gradient)
    for index in reversed(range(len(layers) - 1)):
        gradient = gradient @ layers[index + 1]["weights"].T
        output = outputs[index + 1]
        if index in placement:
            place = placement.index(index)
            prediction = dense(synthesizers[place], output)
            gradients["synthesizers"][place] = dense_gradients(
                output, regression(prediction, gradient))
            gradient = prediction / rows
        gradient = jnp.where(output > 0, gradient, 0)
        if traces[index] is None:
            gradients["layers"][index] = dense_gradients(outputs[index], gradient)
            continue
        (normalized, factors), gains = traces[index], layers[index]["gains"]
        shift, slope = mean(gradient), mean(gradient * normalized)
        gradient = (gradient - shift - normalized * slope) * (gains * factors)
        gradients["layers"][index] = dict(
            weights=outputs[index].T @ gradient, gains=slope * rows, shifts=shift * rows)
    return mean_loss(logits, labels), gradients, statistics


class Layers(Scan):
    def __init__(self, implementation, method, units, batch, depth, normalized):
        gradients_of = differentiated if implementation == "scan" else handwritten
        placement = mlp.placement(method)
        parameters = dict(
            layers=make_layers(units, depth, normalized == "yes"),
            synthesizers=[
                make_dense(None, units, units, zero=True) for _ in placement])
        optimizer = optax.adam(1e-3)
        running = [
            (jnp.zeros(units), jnp.ones(units))
            for layer in parameters["layers"] if "gains" in layer]

        def follow(running, statistics):
            """Running means and unbiased variances."""
            (means, variances), (batch_means, batch_variances) = running, statistics
            unbiased = batch_variances * (batch / (batch - 1))
            return means + 0.1 * (batch_means - means), variances + 0.1 * (unbiased - variances)

        def step(carry, data):
            parameters, moments, running = carry
            loss, gradients, statistics = gradients_of(parameters, *data, placement)
            steps, moments = optimizer.update(gradients, moments)
            running = [follow(*pair) for pair in zip(running, statistics)]
            return (optax.apply_updates(parameters, steps), moments, running), loss

        images, labels = mlp.batches(batch)
        super().__init__(
            step, (parameters, optimizer.init(parameters), running), jnp.asarray(images),
            jnp.asarray(labels))
