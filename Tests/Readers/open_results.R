# Opens result files with the readers that R has.
#
#     Rscript open_results.R COLLECTED CELL
#
# COLLECTED and CELL are the collected file and a cell file of a copy-horizon run, as for
# open_results.py. Says which packages are missing; fails unless the others see what they should.

files <- commandArgs(trailingOnly = TRUE)
collected <- files[1]
cell <- files[2]
missing <- character()

with <- function(package, check) {
  if (!requireNamespace(package, quietly = TRUE)) {
    missing <<- c(missing, package)
    return(invisible())
  }
  check()
  cat("ok ", package, "\n", sep = "")
}

with("ncdf4", function() {
  file <- ncdf4::nc_open(collected)
  loss <- ncdf4::ncvar_get(file, "train_loss", collapse_degen = FALSE)
  stopifnot(all(is.finite(loss)), length(dim(loss)) == 4)
  stopifnot(names(file$dim)[1:3] %in% c("truncation", "method", "seed", "update"))
  stopifnot(ncdf4::ncvar_get(file, "method")[2] == "sg_linear")
  stopifnot(ncdf4::ncatt_get(file, 0, "encoding_type")$value == "presage-sweep")
  ncdf4::nc_close(file)
  file <- ncdf4::nc_open(cell)
  stopifnot(ncdf4::ncatt_get(file, 0, "method")$value == "sg_linear")
  stopifnot(ncdf4::ncvar_get(file, "batches") > 0)
  weights <- ncdf4::ncvar_get(file, "parameters/W_hh")
  stopifnot(nrow(weights) == 4 * ncol(weights), all(is.finite(weights)))
  ncdf4::nc_close(file)
})

with("rhdf5", function() {
  stopifnot(all(is.finite(rhdf5::h5read(collected, "train_loss"))))
  stopifnot(rhdf5::h5read(collected, "method")[2] == "sg_linear")
  weights <- rhdf5::h5read(cell, "parameters/W_hh")
  stopifnot(nrow(weights) == 4 * ncol(weights))
  stopifnot(rhdf5::h5readAttributes(cell, "parameters")$gate_order == "i f g o")
})

with("hdf5r", function() {
  file <- hdf5r::H5File$new(collected, "r")
  stopifnot(all(is.finite(file[["train_loss"]]$read())))
  stopifnot(file[["method"]]$read()[2] == "sg_linear")
  file$close_all()
  file <- hdf5r::H5File$new(cell, "r")
  weights <- file[["parameters/W_hh"]]$read()
  stopifnot(nrow(weights) == 4 * ncol(weights))
  stopifnot(hdf5r::h5attr(file, "method") == "sg_linear")
  file$close_all()
})

if (length(missing) > 0) cat("not installed:", missing, "\n")
