"""One cell on every core at the same time: how much longer than one alone each of them takes.

Beside it what the machine itself loses: multiply-adds in registers, which share nothing but power
and, on two threads of one core, its units; and arrays that no cache holds, which share the memory.
"""

import statistics

import cells
import cpu
import workers

LARGE = 64 * 2**20


def answers(asked, request, repeats):
    """Of every worker at once, the median of what it answers when asked again and again, without a
    pause."""
    for worker in asked:
        for _ in range(repeats):
            worker.send(request)
    return [statistics.median(worker.receive(request) for _ in range(repeats)) for worker in asked]


def compare(title, team, request, repeats, time=lambda answer: answer):
    """Times of all at once by that of one alone; `time` makes one of an answer."""
    alone = time(answers(team[-1:], request, repeats)[0])
    times = [time(answer) / alone for answer in answers(team, request, repeats)]
    print(f"  {title:32s} {statistics.median(times):5.2f} {max(times):5.2f}", flush=True)


def report(program):
    cores = cpu.cores()
    if len(cores) == 1:
        print("side by side: not measured, since there is one core")
        return
    team = [workers.ours(program, core) for core in cores]
    print(f"{len(cores)} side by side, a core each, take so many times as long as one alone "
          "(median, slowest):")
    for cell in (cells.recurrent("lstm", "sg_linear", 128, 16, 5),
                 cells.recurrent("lstm", "sg_mlp", 256, 256, 5)):
        for worker in team:
            worker.build(cell)
        compare(cell.text, team, f"run {2 * team[-1].count}", 5)
    # A second or so: what a core does before it is hot is not what it does in a sweep.
    compare("multiply-adds in registers", team, "peak", 50, lambda speed: 1 / speed)
    compare(
        f"arrays of {LARGE // 2**20} MiB", team, f"bandwidth {LARGE}", 20, lambda speed: 1 / speed)
    for worker in team:
        worker.close()
