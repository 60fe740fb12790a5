# The mean final value by truncation and method with its 95 % interval, by h5py and NumPy.
import sys

import h5py
import numpy
from scipy.stats import t

path, quantity = sys.argv[1:]  # results/quick/copy-horizon/copy-horizon.h5 solved_length
with h5py.File(path) as file:
    curves = file[quantity][()]  # (truncation, method, seed, update), NaN where a run has no value
    truncations, methods = file["truncation"][()], file["method"].asstr()[()]

print("truncation method mean low high")
for truncation, by_method in zip(truncations, curves):
    for method, by_seed in zip(methods, by_method):
        values = [curve[~numpy.isnan(curve)] for curve in by_seed]
        final = numpy.array([value[-1] for value in values if value.size])
        n, mean = len(final), final.mean()
        half = t.ppf(0.975, n - 1) * final.std(ddof=1) / n**0.5
        print(truncation, method, f"{mean:.4f} {mean - half:.4f} {mean + half:.4f}")
