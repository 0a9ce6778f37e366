"""Tokens of what a shop says of its items, as the columns of sparse matrices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

from personalize.engine.arrays import Floats
from personalize.engine.event_log import Vocabulary

WORD = re.compile(r"\w{2,}")
# Prices are alike within half of the price, more or less.
PRICE_STEP = 0.4


def find_words(text: str) -> list[str]:
    """The words of a text, once each; no numbers: sizes and years say little."""
    words = dict.fromkeys(WORD.findall(text.lower()))
    return [word for word in words if not word.isdigit()]


def count_tokens(rows: Sequence[Iterable[str]]) -> sparse.csr_matrix:
    """A row per item, a column per token; rare tokens weigh more than common ones."""
    vocabulary = Vocabulary()
    columns = [vocabulary.encode(row) for row in rows]
    starts = np.append(0, np.cumsum([len(each) for each in columns]))
    indices = np.concatenate([np.empty(0, np.int32), *columns])
    frequency = np.bincount(indices, minlength=len(vocabulary))
    rarity = np.log1p(len(rows) / np.maximum(frequency, 1)).astype(np.float32)
    return sparse.csr_matrix(
        (rarity[indices], indices, starts), shape=(len(rows), len(vocabulary))
    )


def count_prices(prices: Floats) -> sparse.csr_matrix:
    """The two nearest of a row of price levels, the nearer with the larger weight."""
    known = np.flatnonzero(prices > 0)
    levels = np.log(prices[known]) / PRICE_STEP
    lower = np.floor(levels)
    columns = (lower - lower.min(initial=0)).astype(np.int64)
    nearness = (levels - lower).astype(np.float32)
    width = int(columns.max(initial=0)) + 2
    return sparse.csr_matrix(
        (
            np.concatenate([1 - nearness, nearness]),
            (np.tile(known, 2), np.concatenate([columns, columns + 1])),
        ),
        shape=(len(prices), width),
    )
