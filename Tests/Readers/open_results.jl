# Opens result files with HDF5.jl.
#
#     julia open_results.jl COLLECTED CELL
#
# COLLECTED and CELL are the collected file and a cell file of a copy-horizon run, as for
# open_results.py. Fails unless they hold what they should.

using HDF5

collected, cell = ARGS

h5open(collected, "r") do file
    @assert all(isfinite, read(file["train_loss"]))
    @assert read(file["method"])[2] == "sg_linear"
    @assert read_attribute(file, "encoding_type") == "presage-sweep"
end
h5open(cell, "r") do file
    weights = read(file["parameters/W_hh"])
    @assert size(weights, 1) == 4 * size(weights, 2)
    @assert read_attribute(file, "method") == "sg_linear"
end
println("ok HDF5.jl")
