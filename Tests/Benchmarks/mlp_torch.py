"""PyTorch on the updates of `presage bench`'s layers.

IMPLEMENTATION: eager (a backward written by hand, which spares autograd's bookkeeping, and a fused
Adam) or compiled (the same and Adam as one function of torch.compile; eager where that fails).
"""

import sys

import torch
from torch.nn import functional

import mlp
from serving import Turns

aten = torch.ops.aten


def dense(inputs, outputs, zero=False):
    bound = 0 if zero else inputs ** -0.5
    return [torch.empty(inputs, outputs).uniform_(-bound, bound),
            torch.empty(outputs).uniform_(-bound, bound)]


def gradients_of(layers, synthesizers, running, placement, images, labels, one_hot):
    """Loss and gradients; updates the running statistics."""
    outputs, traces = [images], []
    for index, (weights, *rest) in enumerate(layers):
        if len(rest) == 2:
            products = torch.mm(outputs[-1], weights)
            values, *statistics = torch.native_batch_norm(
                products, *rest, *running[index], True, 0.1, 1e-5)
            traces.append((products, *statistics))
        else:
            values = torch.addmm(*rest, outputs[-1], weights)
            traces.append(None)
        outputs.append(torch.relu_(values) if index < len(layers) - 1 else values)
    logarithms = torch.log_softmax(outputs[-1], 1)
    loss = functional.nll_loss(logarithms, labels)
    rows = len(images)
    gradient = logarithms.exp_().sub_(one_hot).mul_(1 / rows)
    gradients, regressions = [], []
    for index in reversed(range(len(layers))):
        inputs, (weights, *rest) = outputs[index], layers[index]
        if index < len(layers) - 1:
            gradient = aten.threshold_backward(gradient, outputs[index + 1], 0)
        if traces[index]:
            products, *statistics = traces[index]
            gradient, *others = aten.native_batch_norm_backward(
                gradient, products, rest[0], *running[index], *statistics, True, 1e-5,
                [True, True, True])
        else:
            others = [gradient.sum(0)]
        gradients = [torch.mm(inputs.t(), gradient), *others, *gradients]
        if index > 0:
            gradient = torch.mm(gradient, weights.t())
        if index - 1 in placement:
            synthesizer_weights, bias = synthesizers[placement.index(index - 1)]
            prediction = torch.addmm(bias, inputs, synthesizer_weights)
            # The gradient that arrived is one of a mean over the batch; the prediction is per sample.
            error = torch.sub(prediction, gradient, alpha=rows).mul_(2 / prediction.numel())
            regressions = [torch.mm(inputs.t(), error), error.sum(0), *regressions]
            gradient = prediction.mul_(1 / rows)
    return loss, gradients + regressions


def adam(parameters, gradients, moments, factors):
    """`factors`: the step size and the root's factor, both with their corrections."""
    for parameter, gradient, (first, second) in zip(parameters, gradients, moments):
        first.lerp_(gradient, 0.1)
        second.mul_(0.999).addcmul_(gradient, gradient, value=0.001)
        parameter.sub_(factors[0] * first / (second.sqrt() * factors[1] + 1e-8))


class Layers(Turns):
    def __init__(self, implementation, method, units, batch, depth, normalized):
        torch.manual_seed(0)
        placement = mlp.placement(method)
        layers = [dense(*widths) for widths in mlp.widths(units, depth)]
        running = []
        if normalized == "yes":
            for layer in layers[:-1]:
                layer[1:] = torch.ones(units), torch.zeros(units)
                running.append((torch.zeros(units), torch.ones(units)))
        synthesizers = [dense(units, units, zero=True) for _ in placement]
        network = (layers, synthesizers, running, placement)
        parameters = [tensor for layer in layers + synthesizers for tensor in layer]
        images, labels = map(torch.from_numpy, mlp.batches(batch))
        one_hot = functional.one_hot(labels, mlp.CLASSES).float()
        self.windows = list(zip(images, labels, one_hot))
        self.train = torch.no_grad()(self.eager(network, parameters))
        if implementation == "compiled":
            try:
                compiled = torch.no_grad()(self.compiled(network, parameters))
                compiled(*self.windows[0])
                self.train = compiled
            except RuntimeError as error:
                print(f"torch.compile does not work here: {error}", file=sys.stderr)

    @staticmethod
    def eager(network, parameters):
        optimizer = torch.optim.Adam(parameters, lr=1e-3, fused=True)

        def train(*window):
            loss, gradients = gradients_of(*network, *window)
            for parameter, gradient in zip(parameters, gradients):
                parameter.grad = gradient
            optimizer.step()
            return loss

        return train

    @staticmethod
    def compiled(network, parameters):
        torch._dynamo.reset()
        # In this process, so that no pool of compilers stays beside what is timed.
        torch._inductor.config.compile_threads = 1
        moments = [(torch.zeros_like(tensor), torch.zeros_like(tensor)) for tensor in parameters]
        factors = torch.zeros(2)
        steps = 0

        @torch.compile(dynamic=False)
        def whole(network, moments, factors, window):
            loss, gradients = gradients_of(*network, *window)
            layers, synthesizers, _, _ = network
            parameters = [tensor for layer in layers + synthesizers for tensor in layer]
            adam(parameters, gradients, moments, factors)
            return loss

        def train(*window):
            nonlocal steps
            steps += 1
            factors[0] = 1e-3 / (1 - 0.9 ** steps)
            factors[1] = (1 - 0.999 ** steps) ** -0.5
            return whole(network, moments, factors, window)

        return train
