"""Loads the weights of captured LSTM windows into torch.nn.LSTM, by what the file itself says.

    python3 load_lstm.py CELL

Gate order, state order and dimensions come from the file; of Presage nothing else is known. Exits 0
when every window's outputs and last state come out to 1e-5.
"""

import sys

import h5py
import torch

TORCH_GATES = ["i", "f", "g", "o"]


def tensor(dataset, *dimensions):
    """The numbers with these dimensions in this order, by their names in the file."""
    names = [dimension[0].name.split("/")[-1] for dimension in dataset.dims]
    values = torch.tensor(dataset[()], dtype=torch.float32)
    return values.permute([names.index(name) for name in dimensions])


def text(attribute):
    return attribute.decode() if isinstance(attribute, bytes) else attribute


def check(window):
    parameters = window["parameters"]
    assert text(window.attrs["orientation"]).startswith("a row vector times a matrix")
    gates = text(window.attrs["gate_order"]).split()
    assert sorted(gates) == sorted(TORCH_GATES), gates

    def by_gate(values):
        parts = dict(zip(gates, values.chunk(len(gates), dim=0)))
        return torch.cat([parts[gate] for gate in TORCH_GATES])

    inputs = tensor(window["inputs"], "time_step", "sequence", "input")
    recurrent = by_gate(tensor(parameters["W_hh"], "gate_unit", "unit"))
    lstm = torch.nn.LSTM(inputs.shape[2], recurrent.shape[1])
    read_out = torch.nn.Linear(recurrent.shape[1], parameters["b_y"].shape[0])
    bias = by_gate(tensor(parameters["b"], "gate_unit"))
    lstm.load_state_dict({
        "weight_ih_l0": by_gate(tensor(parameters["W_xh"], "gate_unit", "input")),
        "weight_hh_l0": recurrent, "bias_ih_l0": bias, "bias_hh_l0": torch.zeros_like(bias),
    })
    read_out.load_state_dict({
        "weight": tensor(parameters["W_hy"], "output", "unit"),
        "bias": tensor(parameters["b_y"], "output"),
    })

    def state(name):
        order = text(window.attrs["state_order"]).split()
        parts = tensor(window[name], "sequence", "state").chunk(len(order), dim=1)
        return tuple(dict(zip(order, parts))[part][None] for part in ("h", "c"))

    with torch.no_grad():
        hidden, last = lstm(inputs, tuple(part.contiguous() for part in state("state_in")))
        outputs = read_out(hidden)
    captured = tensor(window["outputs"], "time_step", "sequence", "output")
    error = (outputs - captured).abs().max().item()
    errors = [error] + [(a - b).abs().max().item() for a, b in zip(last, state("state_out"))]
    assert max(errors) < 1e-5, errors
    return error


if __name__ == "__main__":
    with h5py.File(sys.argv[1]) as file:
        names = set(file["parameters"])
        assert names == {"W_xh", "W_hh", "b", "W_hy", "b_y"}, names
        assert text(file["parameters"].attrs["gate_order"]).split() == TORCH_GATES
        assert all(text(file["parameters"][name].attrs["units"]) == "1" for name in names)
        windows = file["capture"].values()
        windows = [window for window in windows if isinstance(window, h5py.Group)]
        assert windows
        for window in windows:
            print(check(window))
