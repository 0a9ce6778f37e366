"""Ids of visitors, shortened to 64 bits: none can be read from a model's file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np

from personalize.engine.arrays import Integers


def digest(visitor_id: str) -> int:
    data = visitor_id.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


def digest_all(visitor_ids: Iterable[str]) -> Integers:
    return np.fromiter(map(digest, visitor_ids), np.uint64)
