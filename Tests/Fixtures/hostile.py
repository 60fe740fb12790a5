"""Writes Tests/Fixtures/hostile: cell files with something in them that the program never writes.

    python3 hostile.py          (h5py; numpy)

Every file is a cell file of version 1.0, which has no digest, but for one thing, named `hostile`.
Those that begin with `read_` are harmless: they are to be read.
"""

import pathlib
import zlib

import h5py
import numpy

FOLDER = pathlib.Path(__file__).parent / "hostile"
HEADER = {
    "Conventions": "CF-1.10", "encoding_type": "presage-cell", "encoding_version": "1.0",
    "title": "x", "experiment": "x", "cell_id": "x", "config_json": "{}", "seed": numpy.int64(7),
    "axes": "truncation", "truncation": numpy.int64(3), "status": "complete", "git_commit": "0",
    "git_dirty": "no", "hostname": "h", "cpu": "c", "instruction_set": "plain",
    "swift_version": "6", "hdf5_version": "1", "command": "c", "created_utc": "now",
    "wall_time_s": 1.0, "peak_memory_bytes": numpy.int64(1),
}


def text(value):
    data = value if isinstance(value, bytes) else value.encode()
    return numpy.array(data, dtype=h5py.string_dtype("utf-8", max(1, len(data))))


def attribute(name, value):
    return lambda file: file.attrs.create(name, text(value) if isinstance(value, str) else value)


def dataset(data=None, **options):
    return lambda file: file.create_dataset("hostile", data=data, **options)


def with_dimension(data, **options):
    def change(file):
        file.create_dataset("hostile", data=data, **options).attrs["dimensions"] = text("n")
    return change


def with_attribute(name, value):
    def change(file):
        file["train_loss"].attrs[name] = text(value) if isinstance(value, str) else value
    return change


def link(target):
    def change(file):
        file["hostile"] = target
    return change


def hard_link(source):
    def change(file):
        file["hostile"] = file[source]
    return change


def cycle(file):
    inner = file.create_group("a/b")
    inner["hostile"] = file["a"]


def deep(file):
    for _ in range(400):
        file = file.create_group("hostile")


def external_storage(path):
    return dataset(shape=(8,), dtype="i1", external=[(path, 0, 8)])


def virtual(file):
    layout = h5py.VirtualLayout(shape=(4,), dtype="f8")
    layout[:] = h5py.VirtualSource("other.h5", "x", shape=(4,))
    file.create_virtual_dataset("hostile", layout)


def packed(stored, **options):
    """A chunk that holds more than the chunk's size."""
    def change(file):
        data = file.create_dataset("hostile", dtype="f8", compression="gzip", **options)
        data.attrs["dimensions"] = text("n")
        data.id.write_direct_chunk((0,) * len(options["shape"]), stored)
    return change


def low_level(type_id, space=None):
    def change(file):
        h5py.h5d.create(file.id, b"hostile", type_id, space or h5py.h5s.create_simple((2,)))
    return change


def table_scale(file):
    data = file.create_dataset("hostile", data=numpy.zeros((2, 2)))
    data.attrs["CLASS"], data.attrs["NAME"] = text("DIMENSION_SCALE"), text("hostile")


def conflict(file):
    for name, length in (("hostile_1", 2), ("hostile_2", 3)):
        file.create_dataset(name, data=numpy.zeros(length)).attrs["dimensions"] = text("n")


COMPOUND = numpy.dtype([("a", "i4"), ("b", "f8")])
VLEN = h5py.vlen_dtype(numpy.int32)
REFERENCE = numpy.array([h5py.Reference()], dtype=h5py.ref_dtype)

FILES = {
    # Sizes.
    "square_of_2_31": dataset(shape=(2**31, 2**31), chunks=(64, 64), dtype="f8"),
    "length_of_2_62": dataset(shape=(2**62,), chunks=(64,), dtype="f8"),
    "product_overflows": dataset(shape=(2**40, 2**40, 2), chunks=(1, 1, 1), dtype="i1"),
    "gigabytes_never_written": dataset(shape=(2**32,), chunks=(1024,), dtype="f8"),
    "gigabytes_packed": packed(
        zlib.compress(bytes(2**22), 9), shape=(2**32,), chunks=(2**26,)),
    "read_chunk_that_holds_more": packed(zlib.compress(bytes(2**24), 9), shape=(64,), chunks=(64,)),
    "chunk_no_deflate": packed(b"not deflated at all", shape=(64,), chunks=(64,)),
    "large_chunks": dataset(
        shape=(4,), maxshape=(None,), chunks=(2**28,), dtype="f8"),
    "long_strings": dataset(shape=(4,), chunks=(1,), dtype="S1000000000"),
    # Links.
    "link_to_root": hard_link("/"),
    "link_to_parent": cycle,
    "second_name": hard_link("train_loss"),
    "soft_link": link(h5py.SoftLink("/train_loss")),
    "soft_link_to_nothing": link(h5py.SoftLink("/nowhere")),
    "soft_link_to_itself": link(h5py.SoftLink("/hostile")),
    "external_link": link(h5py.ExternalLink("/tmp/other.h5", "/")),
    "external_link_to_itself": link(h5py.ExternalLink("external_link_to_itself.h5", "/")),
    "external_link_to_device": link(h5py.ExternalLink("/dev/zero", "/")),
    # Storage elsewhere.
    "external_storage": external_storage("/etc/passwd"),
    "external_storage_device": external_storage("/dev/zero"),
    "virtual": virtual,
    # Names.
    "name_with_space": lambda f: f.create_dataset("hostile a", data=1.0),
    "name_with_newline": lambda f: f.create_dataset("hostile\na", data=1.0),
    "name_with_quotes": lambda f: f.create_dataset("hostile\"'`$(x)", data=1.0),
    "name_with_accent": lambda f: f.create_dataset("hostile_é", data=1.0),
    "name_not_utf8": lambda f: f.create_dataset(b"hostile\xff", data=1.0),
    "name_with_digit_first": lambda f: f.create_dataset("1hostile", data=1.0),
    "name_too_long": lambda f: f.create_dataset("hostile" * 60, data=1.0),
    # Too many.
    "deep": deep,
    # Kinds and types.
    "named_type": lambda f: f.__setitem__("hostile", numpy.dtype("f8")),
    "null_space": dataset(h5py.Empty("f8")),
    "compound": dataset(numpy.zeros(2, COMPOUND)),
    "opaque": low_level(h5py.h5t.create(h5py.h5t.OPAQUE, 8)),
    "reference": dataset(REFERENCE),
    "boolean": dataset(numpy.array([True, False])),
    "variable_integers": dataset(shape=(2,), dtype=VLEN),
    "array_type": low_level(h5py.h5t.array_create(h5py.h5t.NATIVE_INT32, (3,))),
    "bit_field": low_level(h5py.h5t.STD_B8LE),
    "time_type": low_level(h5py.h5t.UNIX_D32LE),
    "complex": dataset(numpy.zeros(2, "c16")),
    "half": dataset(numpy.zeros(2, "f2")),
    "long_double": dataset(numpy.zeros(2, "g")),
    "unsigned_64": dataset(numpy.array([2**64 - 1], "u8")),
    # Filters.
    "filter_lzf": dataset(numpy.arange(100), compression="lzf"),
    "filter_scale_offset": dataset(numpy.arange(100), scaleoffset=0),
    # Attributes.
    "attribute_compound": with_attribute("hostile", numpy.zeros((), COMPOUND)),
    "attribute_null": with_attribute("hostile", h5py.Empty("f8")),
    "attribute_reference": with_attribute("hostile", REFERENCE),
    "attribute_boolean": with_attribute("hostile", numpy.bool_(True)),
    "attribute_of_root": attribute("hostile", numpy.zeros(2, COMPOUND)),
    "read_attribute_empty": with_attribute("hostile", ""),
    "read_attribute_long": with_attribute("hostile", "x" * 60000),
    "read_attribute_not_utf8": with_attribute("hostile", numpy.bytes_(b"\xff\xfe")),
    "read_unsigned": with_dimension(numpy.arange(3, dtype="u4")),
    "read_big_endian": with_dimension(numpy.arange(3, dtype=">f8")),
    "read_variable_strings": with_dimension(["a", ""], dtype=h5py.string_dtype()),
    # Dimensions.
    "dimensions_too_many": with_attribute("dimensions", "update hostile"),
    "dimensions_of_other_names": with_attribute("dimensions", "a/hostile"),
    "dimensions_are_a_number": with_attribute("dimensions", 7.0),
    "dimensions_of_other_length": conflict,
    "dimension_without_length": with_attribute("dimensions", ""),
    "scale_is_a_table": table_scale,
    "read_dimension_list_of_numbers": with_attribute("DIMENSION_LIST", numpy.arange(3)),
    "dimension_without_name": dataset(numpy.zeros(2)),
    # What the header says.
    "status_unknown": attribute("status", "hostile"),
    "status_number": attribute("status", numpy.int64(0)),
    "version_of_one_number": attribute("encoding_version", "1"),
    "version_in_words": attribute("encoding_version", "one.zero"),
    "version_negative": attribute("encoding_version", "-1.0"),
    "seed_in_words": attribute("seed", "seven"),
    "seed_list": attribute("seed", numpy.arange(3)),
    "wall_time_in_words": attribute("wall_time_s", "long"),
    "read_axes_not_there": attribute("axes", "truncation nowhere"),
}


def write(name, change):
    path = FOLDER / f"{name}.h5"
    path.unlink(missing_ok=True)
    with h5py.File(path, "w", libver=("v110", "v110"), track_order=True) as file:
        for key, value in HEADER.items():
            file.attrs.create(key, text(value) if isinstance(value, str) else value)
        file.create_dataset("train_loss", data=numpy.zeros(3)).attrs["dimensions"] = text("update")
        change(file)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, change in FILES.items():
        write(name, change)
    print(len(FILES), "files")
