"""The peers' side of bench.py's requests, read from standard input, a line each:

    build IMPLEMENTATION METHOD UNITS BATCH TRUNCATION CELL            answered by 0
    build_layers IMPLEMENTATION METHOD UNITS BATCH DEPTH NORMALIZED    answered by 0
    run WINDOWS                                                        answered by the seconds
"""

import math
import sys
import time


class Turns:
    """Work whose `train` takes the elements of `windows` in turn."""

    # How many windows one call of `train` is.
    at_once = 1

    def run(self, count):
        """Seconds for `count` windows, measured over whole calls."""
        calls = max(1, count // self.at_once)
        start = time.perf_counter()
        for index in range(calls):
            loss = self.train(*self.windows[index % len(self.windows)])
        assert math.isfinite(loss.item())
        return (time.perf_counter() - start) * count / (calls * self.at_once)


def serve(**makers):
    """Answers requests; the maker of a build's name gets its words, its result has `run(count)`."""
    work = None
    for line in sys.stdin:
        request, *words = line.split()
        if request in makers:
            work = makers[request](*(int(word) if word.isdigit() else word for word in words))
            print(0, flush=True)
        elif request == "run":
            print(work.run(int(words[0])), flush=True)
