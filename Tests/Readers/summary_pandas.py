# The mean final value by truncation and method with its 95 % interval, by pandas from runs.csv.
import sys

import pandas
from scipy.stats import t

path, quantity = sys.argv[1:]  # results/quick/copy-horizon/runs.csv solved_length
runs = pandas.read_csv(path)  # a line a cell: its place, its status, its final values

final = runs.groupby(["truncation", "method"], sort=False)[quantity]
mean, n = final.mean(), final.count()
half = t.ppf(0.975, n - 1) * final.std() / n**0.5
table = pandas.DataFrame({"mean": mean, "low": mean - half, "high": mean + half})
print(table.reset_index().to_string(index=False, float_format="%.4f"))
