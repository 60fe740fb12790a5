"""Opens result files with the readers people use and checks what they see.

    python3 open_results.py COLLECTED CELL

COLLECTED and CELL are the collected file and a cell file (sg_linear, truncation 3) of a copy-horizon
run. Exits 0 when every reader sees what it should.
"""

import json
import sys

import h5py
import netCDF4
import numpy
import xarray


def check_collected(path):
    for engine in ("h5netcdf", "netcdf4"):
        with xarray.open_dataset(path, engine=engine) as sweep:
            assert list(sweep.solved_length.dims) == ["truncation", "method", "seed", "update"]
            assert list(sweep.method.values)[:2] == ["truncated_bptt", "sg_linear"]
            assert sweep.attrs["encoding_type"] == "presage-sweep"
            assert sweep.train_loss.attrs["units"] == "bits per scored output"
            assert (sweep.status == 0).all()

            # The two lines of the README.
            chosen = sweep.solved_length.sel({"truncation": 3, "method": "sg_linear"})
            curve = chosen.mean("seed")

            assert curve.dims == ("update",) and not curve.isnull().any()
    with netCDF4.Dataset(path) as sweep:
        assert sweep.variables["solved_length"].dimensions[:2] == ("truncation", "method")
        assert list(sweep.variables["method"][:2]) == ["truncated_bptt", "sg_linear"]
    with h5py.File(path) as file:
        scales = [dimension.keys() for dimension in file["solved_length"].dims]
        assert scales == [["truncation"], ["method"], ["seed"], ["update"]], scales
        return file["solved_length"][()]


def check_cell(path):
    for engine in ("h5netcdf", "netcdf4"):
        with xarray.open_dataset(path, engine=engine) as cell:
            assert cell.train_loss.dims == ("update",)
            assert cell.attrs["method"] == "sg_linear" and cell.attrs["truncation"] == 3
            assert json.loads(cell.attrs["config_json"])["seed"] == cell.attrs["seed"]
            assert cell.attrs["status"] == "complete"
        with xarray.open_dataset(path, engine=engine, group="parameters") as parameters:
            units = parameters.W_hh.shape[0]
            assert parameters.W_hh.shape == (units, 4 * units)
            assert numpy.isfinite(parameters.W_hh).all()
    with netCDF4.Dataset(path) as cell:
        assert cell.variables["train_loss"].dimensions == ("update",)
        assert cell.method == "sg_linear" and cell.truncation == 3
        assert cell.groups["parameters"].variables["W_hh"].shape == (units, 4 * units)
    with h5py.File(path) as file:
        assert file["synthesizer/parameters/W"].shape == (2 * units, 2 * units)
        assert file.attrs["cell_id"].decode().startswith("truncation_3-method_sg_linear")


if __name__ == "__main__":
    collected, cell = sys.argv[1:]
    check_collected(collected)
    check_cell(cell)
    print("ok")
