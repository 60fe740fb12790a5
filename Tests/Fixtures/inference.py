"""Writes inference.h5, what SciPy and statsmodels say of the tests behind Presage's verdicts.

    python3 inference.py            writes inference.h5 beside this script
    python3 inference.py --check    exits 1 unless it holds the same
"""

import pathlib
import sys

import h5py
import numpy
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import ttost_paired

PATH = pathlib.Path(__file__).parent / "inference.h5"
FREEDOM = [1, 2, 3, 4, 5, 9, 14, 30, 41, 99, 100, 999, 10_000, 1_000_000]
POINTS = [0.0, 0.01, 0.5, 1.0, 1.7, 1.75, 2.5, 4.0, 8.0, 20.0, 1e3, 1e8]
TAILS = [0.4, 0.05, 0.025, 0.005, 1e-4, 1e-8]
MARGINS = [0.3, 1.0, 2.5]


def student():
    """Upper tails (freedom, points) and critical values (freedom, tails)."""
    freedom = numpy.array(FREEDOM, float)[:, None]
    return {"freedom": numpy.array(FREEDOM), "points": numpy.array(POINTS),
            "tails": numpy.array(TAILS),
            "upper_tail": stats.t.sf(numpy.array(POINTS), freedom),
            "critical": stats.t.isf(numpy.array(TAILS), freedom)}


def samples():
    """Paired samples (2, n) by name, with ties, heavy tails and no spread among them."""
    draw = numpy.random.default_rng(18)
    for n in (2, 3, 5, 6, 9, 14, 20, 60):
        yield f"normal_{n}", draw.normal([[0.7], [0]], 1, (2, n))
        yield f"integer_{n}", draw.integers(0, 5, (2, n)).astype(float)
        yield f"cauchy_{n}", draw.standard_cauchy((2, n))
        yield f"equal_{n}", numpy.stack([numpy.full(n, 3.0), numpy.full(n, 2.0)])


def tests(pair):
    """The p values of a paired sample, and the 95 % interval of its mean difference."""
    first, second = pair
    n = len(first)
    values = {"subject": first, "reference": second}
    if n <= 14:
        for side in ("two-sided", "greater", "less"):
            values["sign_flip/" + side.replace("-", "_")] = stats.permutation_test(
                pair, lambda a, b, axis: numpy.mean(a - b, axis=axis), vectorized=True,
                permutation_type="samples", n_resamples=numpy.inf, alternative=side).pvalue
    if numpy.ptp(first - second) > 0:
        values["t"] = stats.ttest_rel(first, second).pvalue
        values["interval"] = numpy.array(stats.t.interval(
            0.95, n - 1, numpy.mean(first - second), stats.sem(first - second)))
        values["tost"] = numpy.array(
            [ttost_paired(first, second, -margin, margin)[0] for margin in MARGINS])
    return values


def corrections():
    """p values and what Holm's correction makes of them, by name."""
    draw = numpy.random.default_rng(19)
    lists = {
        "one": numpy.array([0.03]), "equal": numpy.full(4, 0.03125),
        "mixed": numpy.array([0.04, 0.001, 1.0, 0.013, 0.013, 0.5, 0.0]),
        "many": draw.uniform(size=200) ** 4,
    }
    return {f"{name}/{key}": value for name, p in lists.items()
            for key, value in (("p", p), ("holm", multipletests(p, method="holm")[1]))}


def fixture():
    tree = {f"student/{name}": value for name, value in student().items()}
    tree |= {"margins": numpy.array(MARGINS)}
    for sample, pair in samples():
        tree |= {f"samples/{sample}/{name}": value for name, value in tests(pair).items()}
    return tree | {f"corrections/{name}": value for name, value in corrections().items()}


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(f"usage: inference.py [--check], not {' '.join(arguments)}", file=sys.stderr)
        return 2
    tree = fixture()
    if arguments:
        with h5py.File(PATH) as file:
            same = all(numpy.allclose(file[name], value, rtol=1e-12, atol=0)
                       for name, value in tree.items())
        if not same:
            print(f"{PATH.name} differs from what inference.py writes")
        return 0 if same else 1
    with h5py.File(PATH, "w", libver=("v108", "v108")) as file:
        for name, value in tree.items():
            file[name] = value
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
