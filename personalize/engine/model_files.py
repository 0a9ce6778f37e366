"""Named arrays in one file, mapped into memory so that processes share its pages.

Layout: magic, length of the header, header (JSON), padding, arrays. The header tells
the place, form and checksum of each array.
"""

from __future__ import annotations

import json
import os
import struct
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from personalize.engine.arrays import Array, Bytes

MAGIC = b"PRSNLZ01"
PREFIX = struct.Struct("<8sQ")
# Where arrays may start: a multiple of every item size and of a cache line.
ALIGNMENT = 64
MAX_HEADER = 1_000_000


class ModelFileError(Exception):
    """A model file is missing, truncated, damaged or of another version."""


def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write the file beside its place and move it there: whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            _write(file, arrays)
        # mkstemp makes it private; the web processes may run as another user.
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _write(file: BinaryIO, arrays: Mapping[str, Array]) -> None:
    offset = 0
    header = {}
    for name, array in arrays.items():
        header[name] = {
            "dtype": array.dtype.str,
            "shape": array.shape,
            "offset": offset,
            "checksum": zlib.crc32(array.tobytes()),
        }
        offset += array.nbytes + -array.nbytes % ALIGNMENT
    text = json.dumps(header).encode()
    text += b" " * (-(PREFIX.size + len(text)) % ALIGNMENT)
    file.write(PREFIX.pack(MAGIC, len(text)) + text)
    for array in arrays.values():
        file.write(array.tobytes() + bytes(-array.nbytes % ALIGNMENT))
    file.flush()
    os.fsync(file.fileno())


def read_arrays(path: Path) -> dict[str, Array]:
    """Map the arrays of a file, after checking that every byte is what was written."""
    try:
        # As a plain array: the subclass is slow to index.
        content = np.asarray(np.memmap(path, np.uint8, "r"))
        start, header = _read_header(content)
        return {
            name: _read_array(content, start, entry) for name, entry in header.items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelFileError(
            f"{path} is no usable model ({error}). Train again to replace it."
        ) from error


def _read_header(content: Bytes) -> tuple[int, dict[str, Any]]:
    if len(content) < PREFIX.size:
        raise ValueError("the file is truncated")
    magic, length = PREFIX.unpack(content[: PREFIX.size].tobytes())
    if magic != MAGIC or length > MAX_HEADER:
        raise ValueError("it is not a model file of this version")
    start = PREFIX.size + length
    return start, json.loads(content[PREFIX.size : start].tobytes())


def _read_array(content: Bytes, start: int, entry: dict[str, Any]) -> Array:
    dtype = np.dtype(entry["dtype"])
    if dtype.hasobject:
        raise ValueError("it holds objects, not numbers")
    size = int(np.prod(entry["shape"])) * dtype.itemsize
    first = start + entry["offset"]
    part = content[first : first + size]
    if len(part) != size:
        raise ValueError("the file is truncated")
    if zlib.crc32(part.data) != entry["checksum"]:
        raise ValueError("the file is damaged")
    array: Array = part.view(dtype).reshape(entry["shape"])
    return array
