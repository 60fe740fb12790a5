"""What was measured, as a CSV file."""

import csv


def write(path, records):
    """A line a record; one that lacks a column of another has it empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list({name: None for record in records for name in record}))
        writer.writeheader()
        writer.writerows(records)
