# The mean final value by truncation and method with its 95 % interval, by HDF5.jl and Distributions.jl.
using HDF5, Distributions, Printf, Statistics

path, quantity = ARGS  # results/quick/copy-horizon/copy-horizon.h5 solved_length
file = h5open(path)

# Julia has the last dimension first: (update, seed, method, truncation), NaN where a run has no value.
curves = read(file[quantity])
last_value(curve) = last([NaN; filter(!isnan, curve)])
final = mapslices(last_value, curves, dims = 1)[1, :, :, :]

println("truncation method mean low high")
for (j, truncation) in enumerate(read(file["truncation"])), (i, method) in enumerate(read(file["method"]))
    values = filter(!isnan, final[:, i, j])
    n = length(values)
    half = quantile(TDist(n - 1), 0.975) * std(values) / sqrt(n)
    @printf("%d %s %.4f %.4f %.4f\n", truncation, method, mean(values), mean(values) - half, mean(values) + half)
end
