"""Writes mnist1d.h5, statistics of the published MNIST-1D generator that Presage's is held to.

    python3 mnist1d_statistics.py            writes mnist1d.h5 beside this script
    python3 mnist1d_statistics.py --check    exits 1 unless it holds the same
"""

import pathlib
import sys

import h5py
import numpy
from mnist1d.data import get_dataset_args, make_dataset

PATH = pathlib.Path(__file__).parent / "mnist1d.h5"
EXAMPLES, PARTS, CLASSES = 20_000, 100, 10
PROBABILITIES = numpy.array([0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99])


def statistics(curves, labels):
    """Curves (n, 40) and their classes (n,) -> what is compared, by name.

    Neighbours' differences tell the correlated noise, fourth differences the independent noise.
    """
    return {
        "means": numpy.stack([curves[labels == c].mean(axis=0) for c in range(CLASSES)]),
        "deviations": curves.std(axis=0),
        "quantiles": numpy.quantile(curves, PROBABILITIES),
        "difference_quantiles": difference_quantiles(curves, 1),
        "fourth_difference_quantiles": difference_quantiles(curves, 4),
    }


def difference_quantiles(curves, order):
    return numpy.quantile(numpy.abs(numpy.diff(curves, order, axis=1)), PROBABILITIES)


def parts(curves, labels):
    """The examples as data sets of their own, with every class equally often in each."""
    order = numpy.argsort(labels, kind="stable")
    for part in range(PARTS):
        chosen = order[part::PARTS]
        numbers = curves[chosen]
        yield (numbers - numbers.mean()) / numbers.std(), labels[chosen]


def fixture():
    """Every statistic, and its standard error by its spread over the parts."""
    arguments = get_dataset_args()
    arguments.num_samples, arguments.train_split = EXAMPLES, 1.0
    dataset = make_dataset(arguments)
    tree = statistics(dataset["x"], dataset["y"])
    spread = [statistics(*part) for part in parts(dataset["x"], dataset["y"])]
    errors = {name: numpy.std([part[name] for part in spread], axis=0, ddof=1) / PARTS**0.5
              for name in tree}
    return ({"probabilities": PROBABILITIES} | tree
            | {f"standard_errors/{name}": error for name, error in errors.items()})


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(f"usage: mnist1d_statistics.py [--check], not {' '.join(arguments)}",
              file=sys.stderr)
        return 2
    tree = fixture()
    if arguments:
        with h5py.File(PATH) as file:
            same = all(numpy.allclose(file[name], value, rtol=1e-9, atol=1e-12)
                       for name, value in tree.items())
        if not same:
            print(f"{PATH.name} differs from what mnist1d_statistics.py writes")
        return 0 if same else 1
    with h5py.File(PATH, "w", libver=("v108", "v108")) as file:
        for name, value in tree.items():
            file[name] = value
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
