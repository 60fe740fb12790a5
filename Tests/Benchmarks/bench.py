"""Presage, PyTorch and JAX on the same training windows, taking turns in one run.

    python3 bench.py PRESAGE [--no-peers] [--rounds 7] [--cells TEXT] [--csv FILE]

PRESAGE is the program. One thread each. A figure is the median of the rounds; its spread is half the
distance of the quartiles. Each peer is tried in two implementations, of which the faster counts. The
rows of a multilayer perceptron come last: a window of it is an update, and its T is 1.
GFLOP/s count the matrix products that the method needs, without those of one-hot inputs; the peak is
measured in the same run, as fused multiply-adds in registers.
"""

import argparse
import csv
import itertools
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import typing

import mlp

HERE = pathlib.Path(__file__).parent
SYMBOLS = 10
METHODS = ("truncated_bptt", "sg_linear", "sg_mlp")
# Of every peer, by request.
IMPLEMENTATIONS = (
    ("torch", dict(build="fused", build_layers="eager")),
    ("torch", dict(build="unrolled", build_layers="compiled")),
    ("jax", dict(build="scan", build_layers="scan")),
    ("jax", dict(build="custom", build_layers="custom")))
# Seconds that one timed run should last.
RUN = 0.12


class Cell(typing.NamedTuple):
    """What is timed: its columns, the request that builds it, and its operations."""
    method: str
    units: int
    batch: int
    truncation: int
    request: str
    words: tuple
    operations: int

    @property
    def columns(self):
        return self[:4]


class Worker:
    """A program that answers requests a line each."""

    def __init__(self, name, command, implementations=None):
        self.name = name
        self.implementations = implementations
        environment = dict(os.environ, OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def ask(self, request):
        self.process.stdin.write(request + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.name} ended without an answer to '{request}'")
        return float(answer)

    def build(self, cell):
        implementation = [self.implementations[cell.request]] if self.implementations else []
        result = self.ask(" ".join([cell.request, *implementation, *map(str, cell.words)]))
        self.ask("run 3")
        self.count = 4
        while (seconds := self.ask(f"run {self.count}")) < RUN / 4:
            self.count *= 2
        self.count = max(1, round(self.count * RUN / seconds))
        return result

    def seconds(self):
        return self.ask(f"run {self.count}") / self.count

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def products(method, units, batch, truncation):
    """Floating-point operations of the matrix products of one window."""
    steps = batch * truncation
    count = 3 * 2 * steps * units * 4 * units + 3 * 2 * steps * units * SYMBOLS
    state = 2 * units
    if method == "sg_linear":
        # Two predictions and one weight gradient.
        count += 3 * 2 * batch * state * state
    if method == "sg_mlp":
        hidden = 4 * units
        # Two predictions, two weight gradients, and the gradient at the hidden layer.
        count += 2 * 4 * batch * state * hidden + 2 * 2 * batch * state * hidden
        count += 2 * batch * state * hidden
    return count


def recurrent(*columns):
    """A cell of METHOD, UNITS, BATCH and TRUNCATION."""
    return Cell(*columns, "build", columns, products(*columns))


def layers(normalized, method):
    """A cell of 8 dense layers, batch-normalized or not."""
    name = ("MLP+BN " if normalized == "yes" else "MLP ") + method
    words = (method, 256, 256, 8)
    return Cell(
        name, 256, 256, 1, "build_layers", (*words, normalized), mlp.products(*words))


def median_and_spread(values):
    quartiles = statistics.quantiles(values, n=4)
    return statistics.median(values), (quartiles[2] - quartiles[0]) / 2


def compare(cell, ours, peers, rounds):
    """Medians and spreads by worker, all of them timed in turn in every round."""
    workers = [ours, *peers]
    memory = [worker.build(cell) for worker in workers][0]
    times = {worker: [] for worker in workers}
    for _ in range(rounds):
        for worker in workers:
            times[worker].append(worker.seconds())
    return {worker: median_and_spread(values) for worker, values in times.items()}, memory


def grid(arguments, ours, peers, peak):
    print(f"peak: {peak:.1f} GFLOP/s of fused multiply-adds, one core")
    heading = (f"{'method':16s} {'H':>3s} {'B':>3s} {'T':>3s} {'µs/window':>10s} {'±':>6s} "
               f"{'windows/s':>9s} {'GFLOP/s':>7s} {'peak':>5s}")
    names = sorted({worker.name for worker in peers})
    print(heading + "".join(f" {name:>10s}" for name in names) + (f" {'ratio':>6s}" if names else ""))
    rows = []
    cells = [
        *itertools.starmap(
            recurrent, itertools.product(METHODS, (128, 256), (16, 256), (2, 5, 20))),
        *itertools.starmap(
            layers, itertools.product(("no", "yes"), ("backprop", "sg_linear")))]
    for cell in cells:
        if arguments.cells and arguments.cells not in " ".join(map(str, cell.columns)):
            continue
        method, units, batch, truncation = cell.columns
        figures, memory = compare(cell, ours, peers, arguments.rounds)
        seconds, spread = figures[ours]
        speed = cell.operations / seconds / 1e9
        row = dict(method=method, units=units, batch=batch, truncation=truncation,
                   presage_us=seconds * 1e6, spread_us=spread * 1e6, windows_per_s=1 / seconds,
                   gflops=speed, share_of_peak=speed / peak, workspace_bytes=memory)
        line = (f"{method:16s} {units:3d} {batch:3d} {truncation:3d} {seconds * 1e6:10.1f} "
                f"{spread * 1e6:6.1f} {1 / seconds:9.1f} {speed:7.1f} {speed / peak:5.0%}")
        best = {name: min(figures[worker][0] for worker in peers if worker.name == name)
                for name in names}
        for name in names:
            row[f"{name}_us"] = best[name] * 1e6
            line += f" {best[name] * 1e6:10.1f}"
        if best:
            row["ratio"] = min(best.values()) / seconds
            line += f" {row['ratio']:6.2f}"
        print(line, flush=True)
        rows.append(row)
    summarize(rows, ours.ask("peak"))
    return rows


def summarize(rows, peak):
    print(f"peak again: {peak:.1f} GFLOP/s")
    groups = (
        ("", [row for row in rows if row["method"] in METHODS]),
        ("MLP: ", [row for row in rows if row["method"] not in METHODS]))
    for name, group in groups:
        ratios = [row["ratio"] for row in group if "ratio" in row]
        if ratios:
            mean = math.exp(statistics.mean(map(math.log, ratios)))
            print(f"{name}better peer's time / ours: geometric mean {mean:.2f}, "
                  f"least {min(ratios):.2f}")
    large = [row["share_of_peak"] for row in rows
             if row["units"] == 256 and row["batch"] == 256 and row["truncation"] >= 5]
    if large:
        print(f"H=256, B=256, T>=5: at least {min(large):.0%} of the peak")


def side_by_side(program):
    """Throughput of two cells at a time against one."""
    cell = recurrent("sg_linear", 128, 16, 5)
    workers = [Worker("presage", [program, "bench"]) for _ in range(2)]
    for worker in workers:
        worker.build(cell)
    count = 20 * workers[0].count
    alone = min(workers[0].ask(f"run {count}") for _ in range(3))
    best = math.inf
    for _ in range(3):
        for worker in workers:
            worker.process.stdin.write(f"run {count}\n")
            worker.process.stdin.flush()
        best = min(best, max(float(worker.process.stdout.readline()) for worker in workers))
    for worker in workers:
        worker.close()
    print(f"two cells side by side: {2 * alone / best:.2f} times the throughput of one")


def start_up(program):
    """From the start of the process to the end of its first window."""
    times = []
    for _ in range(9):
        start = time.perf_counter()
        worker = Worker("presage", [program, "bench"])
        worker.ask("build sg_linear 128 16 5")
        worker.ask("run 1")
        times.append(time.perf_counter() - start)
        worker.close()
    print(f"start to the end of the first window: {statistics.median(times) * 1e3:.0f} ms")


def allocations(program):
    """Heap allocations of 1000 windows, as the difference of two runs under a counting malloc."""
    with tempfile.TemporaryDirectory() as folder:
        count_allocations(program, pathlib.Path(folder) / "count_allocations.so")


def count_allocations(program, library):
    compiled = subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-o", library, HERE / "count_allocations.c", "-ldl"])
    if compiled.returncode != 0:
        print("allocations: not counted, since cc cannot compile count_allocations.c")
        return
    # Without it, hash tables of the start-up differ from run to run by an allocation or two.
    environment = dict(
        os.environ, LD_PRELOAD=str(library), SWIFT_DETERMINISTIC_HASHING="1")
    requests = [f"build {method} 64 16 5" for method in METHODS]
    requests += [f"build_layers sg_linear 64 16 8 {normalized}" for normalized in ("no", "yes")]
    for request in requests:
        counts = []
        for windows in (100, 1100):
            result = subprocess.run(
                [program, "bench"], input=f"{request}\nrun {windows}\n", text=True,
                capture_output=True, env=environment)
            counts.append(int(result.stderr.split()[-1]))
        print(f"heap allocations in 1000 windows of {request}: {counts[1] - counts[0]}")


def memory(program):
    """Peak memory beside the working memory, which grows with T·B·H alone."""
    print("peak memory of a cell, and its working memory (grows with T·B·H only):")
    for units, batch, truncation in ((128, 16, 5), (256, 256, 5), (256, 256, 20)):
        worker = Worker("presage", [program, "bench"])
        workspace = worker.ask(f"build sg_mlp {units} {batch} {truncation}")
        worker.ask("run 2")
        peak = worker.ask("memory")
        worker.close()
        print(f"  H={units} B={batch} T={truncation}: {peak / 2**20:.0f} MiB, "
              f"workspace {workspace / 2**20:.1f} MiB, T·B·H {truncation * batch * units}")


def large_plan(program):
    """Time and memory of listing 100,000 cells."""
    # Ten cells a seed.
    seeds = ",".join(map(str, range(10_000)))
    with tempfile.TemporaryFile("w+") as output:
        start = time.perf_counter()
        listing = subprocess.Popen(
            [program, "plan", "copy-horizon", "--set", f"seed={seeds}", "--results", "nowhere"],
            stdout=output)
        _, status, usage = os.wait4(listing.pid, 0)
        seconds = time.perf_counter() - start
        if status != 0:
            sys.exit("presage plan failed")
        output.seek(0)
        cells = sum(1 for line in output) - 1
    print(f"plan of {cells} cells: {seconds:.1f} s, {usage.ru_maxrss / 1024:.0f} MiB")


def parent(program):
    """Processor time that the sweep itself, without its cells, spends on a cell."""
    seeds = ",".join(map(str, range(100)))
    ticks = 0
    with tempfile.TemporaryDirectory() as folder:
        sweep = subprocess.Popen(
            [program, "run", "copy-horizon", "--size", "smoke", "--set", "budget=1", "--set",
             f"seed={seeds}", "--results", folder],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while sweep.poll() is None:
            try:
                text = pathlib.Path(f"/proc/{sweep.pid}/stat").read_text()
            except OSError:
                break
            fields = text.rsplit(")", 1)[1].split()
            # Once it has ended and before it is waited for, they read zero.
            ticks = max(ticks, int(fields[11]) + int(fields[12]))
            time.sleep(0.01)
        if sweep.wait() != 0:
            sys.exit("presage run failed")
        cells = len(list(pathlib.Path(folder).rglob("*/cells/*.h5")))
    milliseconds = ticks / os.sysconf("SC_CLK_TCK") * 1e3
    print(f"the sweep's own processor time: {milliseconds / cells:.1f} ms a cell")


def rounds(text):
    """How often every figure is taken: a spread needs two."""
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 2")
    return int(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", metavar="PRESAGE")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--rounds", type=rounds, default=7)
    parser.add_argument("--cells", help="only cells whose line contains this text")
    parser.add_argument("--csv", type=pathlib.Path)
    arguments = parser.parse_args()
    ours = Worker("presage", [arguments.program, "bench"])
    # Before the peers, whose start keeps the cores busy.
    peak = ours.ask("peak")
    peers = []
    if not arguments.no_peers:
        peers = [
            Worker(name, [sys.executable, str(HERE / f"peer_{name}.py")], implementations)
            for name, implementations in IMPLEMENTATIONS]
    rows = grid(arguments, ours, peers, peak)
    for worker in [ours, *peers]:
        worker.close()
    side_by_side(arguments.program)
    start_up(arguments.program)
    allocations(arguments.program)
    memory(arguments.program)
    large_plan(arguments.program)
    parent(arguments.program)
    if arguments.csv:
        arguments.csv.parent.mkdir(parents=True, exist_ok=True)
        with arguments.csv.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
