"""The programs that bench.py times: processes that answer requests a line each.

All of them run on one core, the last that bench.py may use, and take turns there.
"""

import os
import pathlib
import subprocess
import sys

import cpu

HERE = pathlib.Path(__file__).parent
# Seconds that one timed run should last.
RUN = 0.12
# Of every peer, by request; one that lacks a request sits those rows out.
IMPLEMENTATIONS = (
    ("torch", dict(build="fused", build_layers="eager")),
    ("torch", dict(build="unrolled", build_layers="compiled")),
    ("jax", dict(build="scan", build_layers="scan")),
    ("jax", dict(build="custom", build_layers="custom")),
    ("jax", dict(build="unrolled")))


class Worker:
    """A program that answers requests."""

    def __init__(self, name, command, implementations=None, core=None):
        self.name = name
        self.implementations = implementations
        # Runs timed, and those of them in which it used AVX-512.
        self.timed = self.wide = 0
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=dict(os.environ, OMP_NUM_THREADS="1", MKL_NUM_THREADS="1"))
        os.sched_setaffinity(self.process.pid, {cpu.cores()[-1] if core is None else core})

    @property
    def title(self):
        return " ".join([self.name, *dict.fromkeys((self.implementations or {}).values())])

    def takes(self, cell):
        return not self.implementations or cell.request in self.implementations

    def send(self, request):
        self.process.stdin.write(request + "\n")
        self.process.stdin.flush()

    def receive(self, request):
        answer = self.process.stdout.readline()
        if not answer:
            sys.exit(f"{self.name} ended without an answer to '{request}'")
        return float(answer)

    def ask(self, request):
        self.send(request)
        return self.receive(request)

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
        """Of a window."""
        seconds = self.ask(f"run {self.count}")
        self.timed += 1
        self.wide += cpu.since_avx512(self.process.pid) < seconds
        return seconds / self.count

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def ours(program, core=None):
    return Worker("presage", [program, "bench"], core=core)


def peers():
    return [Worker(name, [sys.executable, str(HERE / f"peer_{name}.py")], implementations)
            for name, implementations in IMPLEMENTATIONS]
