# The mean final value by truncation and method with its 95 % interval, by rhdf5 (Bioconductor).
arguments <- commandArgs(trailingOnly = TRUE)
path <- arguments[1]      # results/quick/copy-horizon/copy-horizon.h5
quantity <- arguments[2]  # solved_length

# R has the last dimension first: (update, seed, method, truncation), NaN where a run has no value.
curves <- rhdf5::h5read(path, quantity)
last <- function(curve) tail(c(NA, curve[!is.na(curve)]), 1)
final <- apply(curves, c(2, 3, 4), last)

n <- apply(!is.na(final), c(2, 3), sum)
mean <- apply(final, c(2, 3), mean, na.rm = TRUE)
half <- qt(0.975, n - 1) * apply(final, c(2, 3), sd, na.rm = TRUE) / sqrt(n)

places <- expand.grid(
  method = rhdf5::h5read(path, "method"), truncation = rhdf5::h5read(path, "truncation"))
table <- data.frame(
  truncation = places$truncation, method = places$method,
  mean = c(mean), low = c(mean - half), high = c(mean + half))
print(format(table, digits = 1, nsmall = 4), row.names = FALSE)
