"""The peers' side of bench.py's requests, read from standard input, a line each:

    build IMPLEMENTATION METHOD UNITS BATCH TRUNCATION    answered by 0
    run WINDOWS                                           answered by the seconds
"""

import sys


def serve(make_work):
    """Answers requests; `make_work` gets the words of a build, its result has `run(count)`."""
    work = None
    for line in sys.stdin:
        request, *words = line.split()
        if request == "build":
            work = make_work(*words[:2], *map(int, words[2:]))
            print(0, flush=True)
        elif request == "run":
            print(work.run(int(words[0])), flush=True)
