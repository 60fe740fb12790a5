"""Recomputes captured training windows in float64 PyTorch and compares every result.

    python3 replay_capture.py FILE... [--tolerance 1e-4]

FILE is a cell file written with --capture K. Prints a line a window: the quantity furthest from
its recomputation and how far, max|a - b| / max|b|. Exits 0 when all are within the tolerance, 1
when some are not, 2 when a file is not what it should be.
"""

import argparse
import sys

import h5py
import torch

import layerwise
import online
import windows

# Results, and so not inputs of the recomputation.
RECOMPUTED = (
    "loss", "outputs", "state_out", "synthetic_gradient", "boundary_gradient", "gradients",
    "parameters_after",
)
# The same of an update of layers, by the name of the tensor or of its group.
RECOMPUTED_LAYERS = {
    "loss", "output", "synthetic_gradient", "target", "prediction", "gradients", "parameters_after",
}
RECOMPUTED_SYNTHESIZER = ("target", "loss", "auxiliary_loss", "gradients", "parameters_after")


def tensors(group):
    """A group as a nested dict of float64 (or integer) tensors."""
    tree = {}
    for name, item in group.items():
        if isinstance(item, h5py.Group):
            tree[name] = tensors(item)
        elif "NAME" in item.attrs and b"not a netCDF variable" in bytes(item.attrs["NAME"]):
            continue
        else:
            value = torch.as_tensor(item[()])
            tree[name] = value.double() if value.is_floating_point() else value.long()
    return tree


def settings(group):
    """The attributes of a window as Python values."""
    values = {name: value.item() if hasattr(value, "item") else value
              for name, value in group.attrs.items()}
    return {name: value.decode() if isinstance(value, bytes) else value
            for name, value in values.items()}


def leaves(tree, prefix=""):
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{prefix}{name}/")
        else:
            yield prefix + name, value


def distance(ours, exact, scale=None):
    """max|a - b| / max|b|; a tensor that should be zero is measured absolutely."""
    if ours.shape != exact.shape:
        return float("inf")
    scale = exact.abs().max().item() if scale is None else scale
    error = (ours - exact).abs().max().item()
    return error / scale if scale > 1e-20 else error


def results(window):
    """What is recomputed of an update of layers, by path."""
    return {name: value.detach() for name, value in leaves(window)
            if RECOMPUTED_LAYERS & set(name.split("/")[-2:])}


def whole_gradient(tensors, name):
    """The scale of the gradient that a tensor is a part of; None for anything else.

    What comes back through a batch normalization sums to zero over the batch, and so does the
    gradient of a bias that is regressed to it, but for the rounding of the others."""
    owner, found, _ = name.rpartition("gradients/")
    if not found:
        return None
    return max(tensor.abs().max().item() for other, tensor in tensors.items()
               if other.startswith(owner + found))


def compare(group):
    """The distance of every recomputed quantity of a window, by name."""
    window = tensors(group)
    if "layer_0" in window:
        ours, exact = map(results, (window, layerwise.replay(window, settings(group))))
        # What one side alone has differs as far as can be.
        alone = dict.fromkeys(ours.keys() ^ exact.keys(), float("inf"))
        return alone | {name: distance(ours[name], exact[name], whole_gradient(exact, name))
                        for name in ours.keys() & exact.keys()}
    values = settings(group)
    exact = (online if "rule" in values else windows).replay(window, values)
    pairs = [(window, exact, RECOMPUTED)]
    if "synthesizer" in window:
        pairs.append((window["synthesizer"], exact["synthesizer"], RECOMPUTED_SYNTHESIZER))
    distances = {}
    for place, (ours, theirs, names) in zip(("", "synthesizer/"), pairs):
        named = [name for name in names if name in ours]
        captured = dict(leaves({name: ours[name] for name in named}))
        for name, value in leaves({name: theirs[name] for name in named}):
            distances[place + name] = distance(captured[name], value.detach())
    return distances


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--tolerance", type=float, default=1e-4)
    arguments = parser.parse_args()
    passed = True
    for path in arguments.files:
        try:
            with h5py.File(path) as file:
                windows = [(name, group) for name, group in file["capture"].items()
                           if isinstance(group, h5py.Group)]
                for name, group in windows:
                    distances = compare(group)
                    worst = max(distances, key=distances.get)
                    verdict = "ok" if distances[worst] <= arguments.tolerance else "DIFFERS"
                    passed = passed and verdict == "ok"
                    print(f"{path} {name}: {verdict}, {len(distances)} quantities, "
                          f"furthest {worst} {distances[worst]:.1e}")
        except (OSError, KeyError) as error:
            print(f"{path}: not a cell file with captures: {error}", file=sys.stderr)
            return 2
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
