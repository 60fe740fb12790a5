"""What else a user pays for: start-up, allocations, memory, plans, and the sweep itself."""

import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import workers
from cells import METHODS

HERE = pathlib.Path(__file__).parent


def start_up(program):
    """From the start of the process to the end of its first window."""
    times = []
    for _ in range(9):
        start = time.perf_counter()
        worker = workers.ours(program)
        worker.ask("build sg_linear 128 16 5 lstm")
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
    requests = [f"build {method} 64 16 5 lstm" for method in METHODS]
    requests += ["build sg_linear 64 16 5 gru"]
    requests += [f"build_layers sg_linear 64 16 8 {normalized}" for normalized in ("no", "yes")]
    for request in requests:
        counts = []
        for windows in (100, 1100):
            result = subprocess.run(
                [program, "bench"], input=f"{request}\nrun {windows}\n", text=True,
                capture_output=True, env=environment)
            if result.returncode != 0:
                sys.exit(f"presage bench failed on '{request}': {result.stderr}")
            counts.append(int(result.stderr.split()[-1]))
        print(f"heap allocations in 1000 windows of {request}: {counts[1] - counts[0]}")


def memory(program):
    """Peak memory beside the working memory, which grows with T·B·H alone."""
    print("peak memory of a cell, and its working memory (grows with T·B·H only):")
    for units, batch, truncation in ((128, 16, 5), (256, 256, 5), (256, 256, 20)):
        worker = workers.ours(program)
        workspace = worker.ask(f"build sg_mlp {units} {batch} {truncation} lstm")
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


def report(program):
    start_up(program)
    allocations(program)
    memory(program)
    large_plan(program)
    parent(program)
