"""The multilayer perceptron that is timed, on images of MNIST-1D's shape."""

INPUTS = 40
CLASSES = 10
# The layers whose outputs carry a synthesizer.
PLACEMENT = (0, 3, 5)
# Of images, prepared beforehand.
BATCHES = 16


def widths(units, depth):
    """Inputs and outputs of every layer."""
    values = [INPUTS, *[units] * (depth - 1), CLASSES]
    return list(zip(values, values[1:]))


def placement(method):
    return PLACEMENT if method == "sg_linear" else ()


def products(method, units, batch, depth):
    """Floating-point operations of the matrix products of one update."""
    sizes = [inputs * outputs for inputs, outputs in widths(units, depth)]
    # Forward and weight gradient of every layer, and the gradient of the inputs but the first's; a
    # prediction and a weight gradient of every synthesizer.
    return 2 * batch * (3 * sum(sizes) - sizes[0] + 2 * len(placement(method)) * units * units)


def batches(batch):
    """Random images (batches, batch, inputs) and labels (batches, batch)."""
    # bench.py does without it when there are no peers.
    import numpy
    random = numpy.random.default_rng(0)
    images = random.uniform(-1, 1, (BATCHES, batch, INPUTS)).astype(numpy.float32)
    return images, random.integers(0, CLASSES, (BATCHES, batch))
