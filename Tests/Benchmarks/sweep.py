"""A whole sweep, start to finished report, by Presage, by JAX and by PyTorch.

    python3 sweep.py PRESAGE [--peers jax,torch] [--cores 1] [--updates 16000]
                     [--torch-updates 4000] [--csv FILE]

PRESAGE is the program. The sweep is `presage run copy-horizon --size quick` with the methods, windows
and seeds of sweep_work.py, and with all that belongs to it: a process and an HDF5 file a cell, curves, the collected file, report and figures. The peers
train the same cells and keep curves and tensors (sweep_work.py): JAX in a process a core, each with
its share of the programs (sweep_jax.py), PyTorch in a process a cell, as many at a time as there
are cores (sweep_torch.py). JAX has no cache of what it compiled before. PyTorch is timed for fewer
updates, and its training from the 100th on is scaled; its sequences are shorter then than later,
and its updates, if anything, cheaper.

Start is everything but compilation and training, with PyTorch's first 100 updates in it. The last
two columns are a peer's time divided by all of Presage's: all of it, and that without start and
compilation.
"""

import argparse
import csv
import functools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import cpu
import records
import sweep_work

HERE = pathlib.Path(__file__).parent


def start(command, cores, output, errors=None):
    """A process on some cores."""
    return subprocess.Popen(
        list(map(str, command)), stdout=output, stderr=errors, text=True,
        env=dict(os.environ, OMP_NUM_THREADS="1", MKL_NUM_THREADS="1"),
        preexec_fn=functools.partial(os.sched_setaffinity, 0, cores))


def run_all(commands, cores):
    """Runs commands in their order, one on each core at a time.

    Returns what they tell, added up by core.
    """
    waiting = list(commands)
    running = {}
    told = {core: {} for core in cores}
    while waiting or running:
        for core in cores:
            if core in running and running[core].poll() is not None:
                process = running.pop(core)
                if process.returncode != 0:
                    sys.exit(f"{' '.join(process.args)} failed")
                for name, seconds in json.loads(process.stdout.read()).items():
                    told[core][name] = told[core].get(name, 0) + seconds
            if core not in running and waiting:
                running[core] = start(waiting.pop(0), {core}, subprocess.PIPE)
        time.sleep(0.005)
    return list(told.values())


def presage(program, updates, cores, folder):
    """Seconds of the sweep, and its table of lengths."""
    begun = time.perf_counter()
    axes = dict(budget=[updates], truncation=sweep_work.TRUNCATIONS, method=sweep_work.METHODS,
                seed=sweep_work.SEEDS)
    command = [program, "run", "copy-horizon", "--size", "quick", "--results", folder]
    for setting, values in axes.items():
        command += ["--set", f"{setting}={','.join(map(str, values))}"]
    log = folder / "log.txt"
    with log.open("w") as output:
        if start(command, set(cores), output, subprocess.STDOUT).wait() != 0:
            sys.exit(f"{log.read_text()}presage run failed")
    seconds = time.perf_counter() - begun
    lengths = {}
    # With settings that are not the size's own it is in a folder below.
    with next(folder.rglob("runs.csv")).open() as file:
        for run in csv.DictReader(file):
            cell = sweep_work.Cell(int(run["truncation"]), run["method"], int(run["seed"]))
            lengths[cell] = float(run["solved_length"])
    if set(lengths) != set(sweep_work.cells()):
        sys.exit("presage runs other cells than sweep_work.py")
    return dict(total_s=seconds), sweep_work.table(lengths)


def peer(commands, cores, folder, scale=1):
    """Seconds of a peer's sweep, its training times `scale`, and its table of lengths."""
    begun = time.perf_counter()
    told = run_all(commands, cores)
    text = sweep_work.report(folder)
    total = time.perf_counter() - begun
    compiling, training = (
        max(core.get(name, 0) for core in told) for name in ("compiling", "training"))
    return dict(
        total_s=total + (scale - 1) * training, start_s=total - compiling - training,
        compilation_s=compiling), text


def jax(updates, cores, folder):
    parts = min(len(cores), len(sweep_work.cells()) // 2)
    return peer(
        [[sys.executable, HERE / "sweep_jax.py", folder, updates, part, parts]
         for part in range(parts)], cores, folder)


def torch(updates, timed, cores, folder):
    first = sweep_work.RECORD_EVERY
    return peer(
        [[sys.executable, HERE / "sweep_torch.py", folder, timed, cell]
         for cell in range(len(sweep_work.cells()))],
        cores, folder, (updates - first) / (timed - first))


def show(row, ours):
    """Prints a line, with what it adds to its row."""
    line = f"{row['program']:8s} {row['cores']:5d} {row['total_s']:8.1f}"
    if "start_s" in row:
        rest = row["total_s"] - row["start_s"] - row["compilation_s"]
        row.update(ratio=row["total_s"] / ours, ratio_of_training=rest / ours)
        line += (f" {row['start_s']:7.1f} {row['compilation_s']:9.1f} {row['ratio']:9.2f}"
                 f" {row['ratio_of_training']:9.2f}")
    if row["updates_timed"] < row["updates"]:
        line += f"  scaled from {row['updates_timed']} updates"
    print(line, flush=True)


def count(text):
    """A number of updates, in whole recorded points and more than one."""
    every = sweep_work.RECORD_EVERY
    if not text.isdecimal() or int(text) <= every or int(text) % every != 0:
        raise argparse.ArgumentTypeError(f"'{text}' is no multiple of {every} above it")
    return int(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", metavar="PRESAGE")
    parser.add_argument("--peers", default="jax,torch", help="of jax and torch")
    parser.add_argument("--cores", default="all", choices=("1", "all"))
    parser.add_argument("--updates", type=count, default=sweep_work.UPDATES)
    parser.add_argument("--torch-updates", type=count, default=4000, help="how many are timed")
    parser.add_argument("--csv", type=pathlib.Path)
    arguments = parser.parse_args()
    cores = cpu.cores()
    if arguments.cores == "1":
        cores = cores[-1:]
    updates, timed = arguments.updates, min(arguments.updates, arguments.torch_updates)
    programs = dict(
        presage=functools.partial(presage, arguments.program, updates),
        jax=functools.partial(jax, updates), torch=functools.partial(torch, updates, timed))
    wanted = ["presage", *filter(None, arguments.peers.split(","))]
    if not set(wanted) <= set(programs):
        parser.error(f"'{arguments.peers}' has another peer than jax and torch")
    print(f"{cpu.description('native')}; {len(sweep_work.cells())} cells of {updates} updates", flush=True)
    print(f"{'program':8s} {'cores':>5s} {'s in all':>8s} {'start':>7s} {'compiling':>9s} "
          f"{'ratio':>9s} {'without':>9s}")
    rows, tables = [], {}
    for name in wanted:
        with tempfile.TemporaryDirectory() as folder:
            seconds, tables[name] = programs[name](cores, pathlib.Path(folder))
        row = dict(program=name, cores=len(cores), updates=updates,
                   updates_timed=timed if name == "torch" else updates, **seconds)
        rows.append(row)
        show(row, rows[0]["total_s"])
    for row in rows:
        print(f"{row['program']}, after {row['updates_timed']} updates:")
        print(tables[row["program"]], end="")
    if arguments.csv:
        records.write(arguments.csv, rows)


if __name__ == "__main__":
    main()
