"""Compiles, runs and checks what the documentation shows.

    python3 Tests/Documentation/blocks.py SCRATCH

SCRATCH is the build folder of Tests/Example. The blocks of README.md, CONTRIBUTING.md and the articles become
a package beside it, which depends on this one as a user's does:

- A `swift` block that begins with an import is a file. The experiments in it are run, at size smoke or for a
  few updates. Any other block stands in the part of an experiment that it belongs to, by its first word; one
  that is a part of Tests/Example is compiled there.
- What `presage list` prints is compiled: every expression has to name the thing of the word beside it.
- Commands of the articles' `sh` blocks are read by the program, or by make, and run where that is quick.
- The article on the file format has to name every quantity, and no other.
"""

import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
ARTICLES = sorted((ROOT / "Sources/Presage/Presage.docc").glob("*.md"))
LISTS = ["measures", "methods", "settings", "words"]
REPORT_PARTS = [
    "Claim", "Table", "Curve", "Overview", "Sentence", "Final", "HeatMap", "Profile",
]
EXPERIMENT_PARTS = [
    "Problem", "Network", "Optimize", "Sweep", "Size", "Report", "With", "Where", "Tune", "Note", "Alone",
]
SWEEP_PARTS = ["Axis", "Seeds"]
# Without results these have nothing to show.
NEED_RESULTS = ["report", "verdicts", "verify", "open", "compare"]


def blocks(path, language):
    """The fenced blocks of a language, each with its line in the file."""
    text = path.read_text()
    for match in re.finditer(rf"^```{language}\n(.*?)^```$", text, re.M | re.S):
        yield text[: match.start()].count("\n") + 1, match[1]


def indented(text, by):
    return "".join(" " * by + line if line.strip() else line for line in text.splitlines(True))


def wrapped(block, number, place):
    """A block as a file of the package: what is declared in it is its own."""
    first = re.match(r"(?:\s*//.*\n|\s*\n)*\s*(\w+)", block)[1]
    if first in REPORT_PARTS:
        block = f"Report {{\n{indented(block, 4)}}}\n"
        first = "Report"
    if first in SWEEP_PARTS:
        block = f"Sweep {{\n{indented(block, 4)}}}\n"
        first = "Sweep"
    if first in EXPERIMENT_PARTS:
        problem = "" if re.search(r"^Problem", block, re.M) else "    Problem(.copy(symbols: 2))\n"
        block = f'let part = Experiment("part") {{\n{problem}{indented(block, 4)}}}\n'
    elif first != "import":
        raise SystemExit(f"{place}: a block that begins with {first} is no part of an experiment")
    names = re.findall(r"^let (\w+) = Experiment\(", block, re.M) if first == "import" else []
    block = re.sub(r"^(let|func|struct|enum|extension) ", r"fileprivate \1 ", block, flags=re.M)
    imports = "" if first == "import" else "import Presage\n"
    return (
        f"// {place}\n{imports}{block}\n"
        f"extension Blocks {{ static var block{number}: [Experiment] {{ [{', '.join(names)}] }} }}\n"
    ), bool(names)


def listed(program, name):
    """What a list says: expressions and words."""
    text = run([program, "list", "--" + name])
    entries = [line.split("  ")[:2] for line in text.splitlines() if not line.startswith(" ")]
    assert len(entries) > 30, text
    return [(expression, word.split(" ")[0]) for expression, word in entries]


def lists_file(lists):
    """A file that compiles what the lists say, and compares."""
    def pairs(kind, entries):
        lines = "".join(f"    ({expression}, {quoted(word)}),\n" for expression, word in entries)
        return f"let listed{kind}s: [({kind}, String)] = [\n{lines}]\n"

    withs = lists["settings"] + lists["words"]
    names = {re.match(r"With(\(\.\w+)", e)[1][1:]: w.split("=")[0] for e, w in withs}
    uses = "".join(f"    _ = {expression}\n" for expression, _ in withs)
    return (
        "import Presage\n\n"
        + pairs("Quantity", lists["measures"])
        + pairs("Method", lists["methods"])
        + pairs("SettingName", names.items())
        + f"func useSettings() {{\n{uses}}}\n"
        "func wrongWords() -> [String] {\n"
        "    listedQuantitys.filter { $0.0.name != $0.1 }.map(\\.1)\n"
        "        + listedMethods.filter { $0.0.name != $0.1 }.map(\\.1)\n"
        "        + listedSettingNames.filter { $0.0.word != $0.1 }.map(\\.1)\n"
        "}\n"
    )


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def run(command, **options):
    """The output of a command that has to succeed."""
    ending = subprocess.run(command, text=True, capture_output=True, timeout=900, **options)
    if ending.returncode:
        raise SystemExit(f"{shlex.join(map(str, command))}\n{ending.stdout}{ending.stderr}")
    return ending.stdout


def write_package(folder, files, runnable):
    sources = folder / "Sources"
    sources.mkdir(parents=True, exist_ok=True)
    for old in sources.iterdir():
        old.unlink()
    package = (ROOT / "Tests/Example/Package.swift").read_text()
    package = package.replace("my-experiments", "documentation").replace('path: "../.."', f'path: "{ROOT}"')
    (folder / "Package.swift").write_text(package)
    # All experiments that come with the program, which the articles' commands name.
    for path in (ROOT / "experiments").glob("*.swift"):
        if path.name != "main.swift":
            (sources / path.name).symlink_to(path)
    catalogue = re.search(r"\[.*\]", (ROOT / "experiments/main.swift").read_text(), re.S)[0]
    for name, text in files.items():
        (sources / name).write_text(text)
    cases = "".join(f'case "{number}": Blocks.block{number}\n    ' for number in runnable)
    (sources / "main.swift").write_text(
        "import Foundation\nimport Presage\n\n"
        "let block = ProcessInfo.processInfo.environment[\"BLOCK\"]\n"
        "if block == \"lists\" {\n"
        "    useSettings()\n"
        "    for word in wrongWords() { print(\"wrong: \\(word)\") }\n"
        "    exit(wrongWords().isEmpty ? 0 : 1)\n"
        "}\n"
        f"let experiments: [Experiment] =\n    switch block {{\n    {cases}default: {catalogue}\n    }}\n"
        "PresageTool.main(experiments)\n"
    )


def run_experiments(program, number, place, folder):
    """Runs the experiments of a block, if only for a few updates."""
    environment = dict(os.environ, BLOCK=str(number))
    for name, sizes in re.findall(r"^(\S+)  \((.*)\)$", run([program, "list"], env=environment), re.M):
        size = sizes.split(", ")[0]
        short = [] if size == "smoke" else ["--set", "budget=40", "--set", "seed=0", "--set", "record_every=20"]
        output = run(
            [program, "run", name, "--size", size, *short, "--results", folder], env=environment)
        assert re.search(r"^Cells: (\d+)\b.*, \1 complete\.", output, re.M), f"{place}: {output}"


def check_command(program, words, place, folder, experiments):
    """A command of an article: make has to know it, presage to take it."""
    if words[0] == "make":
        run(["make", "-n", "SKIP_SETUP=1", f"EXPERIMENTS={experiments}", *words[1:]], cwd=ROOT)
        return
    if words[0] != "presage":
        raise SystemExit(f"{place}: {shlex.join(words)} is neither make nor presage")
    name = words[1]
    if name in ("run", "submit") and "--dry-run" not in words:
        words = words + ["--dry-run"]
    if name not in ("list", "compare"):
        words = words + ["--results", folder]
    ending = subprocess.run(
        [program, *words[1:]], text=True, capture_output=True, timeout=300, cwd=ROOT)
    isUsage = "shows what is right" in ending.stderr or "unknown" in ending.stderr
    if ending.returncode and (isUsage or name not in NEED_RESULTS):
        raise SystemExit(f"{place}: {shlex.join(words)}\n{ending.stdout}{ending.stderr}")


def check_format(measures):
    """The article on the file format names all quantities there are."""
    text = (ROOT / "Sources/Presage/Presage.docc/FileFormat.md").read_text()
    section = text.split("\nThe quantities, by what they lie over.")[1].split("\nA cell that diverged")[0]
    rows = [line.split("|")[1:3] for line in section.splitlines() if line.startswith("| ")]
    named = {name for _, names in rows for name in re.findall(r"`(\w+)`", names)}
    known = {word for _, word in measures}
    # Of every time there is a spread; the list has one.
    assert named == known, f"FileFormat.md: missing {known - named}, unknown {named - known}"


def main():
    scratch = pathlib.Path(sys.argv[1]).resolve()
    example = scratch / "debug/my-experiments"
    lists = {name: listed(example, name) for name in LISTS}
    check_format(lists["measures"])

    compiled = "\n".join(
        path.read_text() for path in (ROOT / "Tests/Example").glob("**/*.swift")
        if ".build" not in path.parts)
    files = {"Lists.swift": lists_file(lists), "Blocks.swift": "enum Blocks {}\n"}
    runnable = {}
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ARTICLES]:
        for line, block in blocks(path, "swift"):
            if block.strip() in compiled:
                continue
            place, number = f"{path.relative_to(ROOT)}:{line}", len(files)
            files[f"Block{number}.swift"], isRunnable = wrapped(block, number, place)
            if isRunnable:
                runnable[number] = place
    folder = scratch / "documentation"
    write_package(folder, files, runnable)
    run(["swift", "build", "--package-path", folder, "--scratch-path", scratch])
    program = scratch / "debug/documentation"
    run([program], env=dict(os.environ, BLOCK="lists"))

    # To make, an experiment is a file; a reader has saved those of the blocks.
    experiments = re.findall(r"^(\S+)  \(", run([program, "list"]), re.M)
    experiments += re.findall(r'Experiment\("([\w-]+)"', "".join(files.values()))
    with tempfile.TemporaryDirectory() as results:
        for number, place in runnable.items():
            run_experiments(program, number, place, f"{results}/{number}")
        commands = 0
        for path in ARTICLES:
            for line, block in blocks(path, "sh"):
                for command in re.split(r"\n|&&", block):
                    words = shlex.split(command, comments=True)
                    if words:
                        place = f"{path.relative_to(ROOT)}:{line}"
                        check_command(
                            program, words, place, f"{results}/none", " ".join(experiments))
                        commands += 1
    print(
        f"documentation: {len(files) - 2} blocks compiled, {len(runnable)} of them run, "
        f"{sum(map(len, lists.values()))} listed spellings compiled, {commands} commands checked")


main()
