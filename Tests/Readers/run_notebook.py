"""Executes a notebook in a kernel of its own and shows what its cells say.

    python3 run_notebook.py NOTEBOOK [FIGURE]

FIGURE is where the last drawing goes, a PNG. The notebook itself is not written: it stays without
outputs. Exits 0 when every cell ends and one of them draws.
"""

import base64
import pathlib
import sys

import nbclient
import nbformat

path = pathlib.Path(sys.argv[1])
notebook = nbformat.read(path, as_version=4)
client = nbclient.NotebookClient(
    notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}})
client.execute()

drawing = None
for cell in notebook.cells:
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        print(output.get("text") or data.get("text/plain", ""))
        drawing = data.get("image/png", drawing)
assert drawing, "no cell draws anything"
if len(sys.argv) > 2:
    pathlib.Path(sys.argv[2]).write_bytes(base64.b64decode(drawing))
