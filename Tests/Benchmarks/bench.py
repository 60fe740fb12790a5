"""Presage, PyTorch and JAX on the same training windows, taking turns in one run.

    python3 bench.py PRESAGE [--no-peers] [--isa native|avx2] [--rounds 7] [--cells TEXT]
                     [--csv FILE] [--sections windows,products,cores,machine]

PRESAGE is the program. One thread each, on one core. A figure is the median of the rounds; its
spread is half the distance of the quartiles. Each peer is tried in two or three implementations, of
which the fastest counts; the ratio is the better peer's time by ours, round by round. The rows of a
multilayer perceptron come last: a window of it is an update, and its T is 1.

The peak is measured in every round, as fused multiply-adds in registers, and so is the bandwidth
of a row; cells.py says what bound they make. Shares are of the highest peak of the run: those
printed as it goes on of the highest until then, those of the summary and the CSV of the last.

`--isa avx2` keeps all three programs to AVX2, and says in how many runs they used AVX-512 all the
same. JAX does: XLA's own code obeys, its library of products (YNNPACK) asks the processor alone.
"""

import argparse
import pathlib

import cpu
import machine
import side_by_side
import windows
import workers

SECTIONS = ("windows", "products", "cores", "machine")
# Rows, columns and inner size of the product timed alone.
PRODUCT = (256, 256, 1024)
KINDS = dict(plain="A·B", left="Aᵀ·B", right="A·Bᵀ")


def products_alone(ours, rounds, peak):
    """The matrix product without anything around it, in turns with the peak."""
    speeds = {kind: [] for kind in KINDS}
    for _ in range(max(rounds, 7)):
        peak = max(peak, ours.ask("peak"))
        for kind in KINDS:
            speeds[kind].append(ours.ask(" ".join(["product", *map(str, PRODUCT), kind])))
    for kind, formula in KINDS.items():
        speed, spread = windows.median_and_spread(speeds[kind])
        print(f"product alone, {' x '.join(map(str, PRODUCT))}, {formula}: {speed:.1f} ± "
              f"{spread:.1f} GFLOP/s, {speed / peak:.0%} of the peak")
    return peak


def who_used_avx512(timed):
    """Of programs that were to do without, as far as the kernel knows."""
    if cpu.knows_avx512():
        for worker in timed:
            print(f"{worker.title}: AVX-512 in {worker.wide} of {worker.timed} runs")


def rounds(text):
    """How often every figure is taken: a spread needs two."""
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 2")
    return int(text)


def sections(text):
    unknown = set(text.split(",")) - set(SECTIONS)
    if unknown:
        raise argparse.ArgumentTypeError(f"'{unknown.pop()}' is none of {', '.join(SECTIONS)}")
    return text.split(",")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", metavar="PRESAGE")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--isa", choices=("native", "avx2"), default="native")
    parser.add_argument("--rounds", type=rounds, default=7)
    parser.add_argument("--cells", help="only cells whose line contains this text")
    parser.add_argument("--csv", type=pathlib.Path)
    parser.add_argument("--sections", type=sections, default=SECTIONS, help=", ".join(SECTIONS))
    arguments = parser.parse_args()
    cpu.keep_to(arguments.isa)
    processor = cpu.description(arguments.isa)
    print(processor)
    ours = workers.ours(arguments.program)
    rows, peak = [], 0
    if "windows" in arguments.sections:
        peers = [] if arguments.no_peers else workers.peers()
        rows, peak = windows.table(arguments, ours, peers)
        if arguments.isa == "avx2":
            who_used_avx512([ours, *peers])
        for worker in peers:
            worker.close()
    if "products" in arguments.sections:
        peak = products_alone(ours, arguments.rounds, peak)
    ours.close()
    for row in rows:
        row.peak = peak
    if rows:
        windows.summarize(rows)
        if arguments.csv:
            windows.write(arguments.csv, rows, processor, arguments.isa)
    if "cores" in arguments.sections:
        side_by_side.report(arguments.program)
    if "machine" in arguments.sections:
        machine.report(arguments.program)


if __name__ == "__main__":
    main()
