"""The rows of the table: every program's time of a window, and how near ours is to its bound."""

import dataclasses
import math
import statistics

import cells
import records


def median_and_spread(values):
    """Half the distance of the quartiles is the spread."""
    quartiles = statistics.quantiles(values, n=4)
    return statistics.median(values), (quartiles[2] - quartiles[0]) / 2


@dataclasses.dataclass
class Row:
    """What was measured of a cell."""
    cell: cells.Cell
    workspace: float
    parameters: float
    # GFLOP/s, the highest until now.
    peak: float
    # Bytes/s at the size of the working set, the highest of the rounds.
    bandwidth: float
    seconds: float
    spread: float
    # By name, the time of the fastest implementation.
    peers: dict
    # The better peer's time by ours, taken round by round.
    ratio: float = math.nan
    ratio_spread: float = math.nan

    @property
    def bound(self):
        return cells.bound(self.cell, self.parameters, self.peak, self.bandwidth)

    @property
    def share(self):
        return self.bound[0] / self.seconds

    @property
    def gflops(self):
        return self.cell.operations / self.seconds / 1e9


def measure(cell, ours, peers, rounds, peak):
    """A row of medians, all programs timed in turn in every round, and the peak before them."""
    peers = [worker for worker in peers if worker.takes(cell)]
    workers = [ours, *peers]
    workspace = [worker.build(cell) for worker in workers][0]
    parameters = ours.ask("parameters")
    times = {worker: [] for worker in workers}
    bandwidth = 0
    for _ in range(rounds):
        peak = max(peak, ours.ask("peak"))
        bandwidth = max(bandwidth, ours.ask(f"bandwidth {cells.working_set(parameters):.0f}"))
        for worker in workers:
            times[worker].append(worker.seconds())
    row = Row(cell, workspace, parameters, peak, bandwidth, *median_and_spread(times[ours]), {})
    if peers:
        medians = {worker: statistics.median(times[worker]) for worker in peers}
        for worker, seconds in medians.items():
            row.peers[worker.name] = min(seconds, row.peers.get(worker.name, math.inf))
        best = min(peers, key=medians.get)
        row.ratio, row.ratio_spread = median_and_spread(
            [theirs / own for theirs, own in zip(times[best], times[ours])])
    return row


def heading(names):
    line = (f"{'cell':6s} {'method':14s} {'H':>3s} {'B':>3s} {'T':>3s} {'µs/window':>9s} {'±':>6s} "
            f"{'GFLOP/s':>7s} {'bound µs':>8s} {'by':8s} {'share':>5s}")
    return line + "".join(f" {name:>8s}" for name in names) + (f" {'ratio':>5s} ±" if names else "")


def line(row, names):
    cell, (bound, kind) = row.cell, row.bound
    text = (f"{cell.kind:6s} {cell.method:14s} {cell.units:3d} {cell.batch:3d} "
            f"{cell.truncation:3d} {row.seconds * 1e6:9.1f} {row.spread * 1e6:6.1f} "
            f"{row.gflops:7.1f} {bound * 1e6:8.1f} {kind:8s} {row.share:5.0%}")
    text += "".join(f" {row.peers[name] * 1e6:8.1f}" for name in names)
    return text + (f" {row.ratio:5.2f} {row.ratio_spread:.2f}" if names else "")


def table(arguments, ours, peers):
    """The rows, printed as they come with the highest peak until then, and that peak."""
    names = sorted({worker.name for worker in peers})
    print(heading(names))
    rows, peak = [], 0
    for cell in cells.grid():
        if arguments.cells and arguments.cells not in cell.text:
            continue
        rows.append(measure(cell, ours, peers, arguments.rounds, peak))
        peak = rows[-1].peak
        print(line(rows[-1], names), flush=True)
    return rows, peak


def summarize(rows):
    peak = rows[-1].peak
    print(f"peak: {peak:.1f} GFLOP/s of fused multiply-adds, one core, the highest of the run")
    for title, kinds in (("LSTM", ("lstm",)), ("GRU", ("gru",)), ("MLP", ("MLP", "MLP+BN")),
                         ("all", ("lstm", "gru", "MLP", "MLP+BN"))):
        ratios = [row.ratio for row in rows if row.cell.kind in kinds and row.peers]
        if ratios:
            mean = math.exp(statistics.mean(map(math.log, ratios)))
            print(f"{title}: better peer's time / ours: geometric mean {mean:.2f}, "
                  f"least {min(ratios):.2f}")
    for row in rows:
        if row.ratio < 1:
            within = row.ratio + row.ratio_spread >= 1
            print(f"below 1: {row.cell.text}: {row.ratio:.2f} ± {row.ratio_spread:.2f}, 1 is "
                  f"{'within' if within else 'outside'} the spread")
    layers = [row for row in rows if row.cell.request == "build_layers"]
    windows = [row for row in rows if row not in layers]
    for title, group in (
            ("B = 16", [row for row in windows if row.cell.batch == 16]),
            ("B = 256, T >= 5", [
                row for row in windows if row.cell.batch == 256 and row.cell.truncation >= 5]),
            ("MLP", layers)):
        if group:
            least = min(group, key=lambda row: row.share)
            print(f"share of the bound, {title}: at least {least.share:.0%} ({least.cell.text}), "
                  f"median {statistics.median(row.share for row in group):.0%}")


def write(path, rows, processor, isa):
    """Like the table, with the highest peak of the run, and more."""
    lines = []
    for row in rows:
        bound, kind = row.bound
        record = dict(
            processor=processor, isa=isa, **row.cell.columns, presage_us=row.seconds * 1e6,
            spread_us=row.spread * 1e6, windows_per_s=1 / row.seconds, gflops=row.gflops,
            peak_gflops=row.peak, share_of_peak=row.gflops / row.peak,
            parameters=round(row.parameters), bandwidth_gb_per_s=row.bandwidth / 1e9,
            bound_us=bound * 1e6, bound_kind=kind, share_of_bound=row.share,
            workspace_bytes=round(row.workspace))
        for name in sorted(row.peers):
            record[f"{name}_us"] = row.peers[name] * 1e6
        if row.peers:
            record.update(ratio=row.ratio, ratio_spread=row.ratio_spread)
        lines.append(record)
    records.write(path, lines)
