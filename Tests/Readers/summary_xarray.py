# The mean final value by truncation and method with its 95 % interval, by xarray.
import sys

import xarray
from scipy.stats import t

path, quantity = sys.argv[1:]  # results/quick/copy-horizon/copy-horizon.h5 solved_length
sweep = xarray.open_dataset(path, engine="h5netcdf")

curves = sweep[quantity]  # (truncation, method, seed, update), NaN where a run has no value
last = curves.notnull().cumsum("update").argmax("update")
final = curves.isel(update=last)

mean, n = final.mean("seed"), final.count("seed")
half = t.ppf(0.975, n - 1) * final.std("seed", ddof=1) / n**0.5
table = xarray.Dataset({"mean": mean, "low": mean - half, "high": mean + half}).to_dataframe()
print(table.reset_index().to_string(index=False, float_format="%.4f"))
