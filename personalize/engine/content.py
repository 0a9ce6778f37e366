"""Find items that are alike by what the shop says of them: no events needed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import sparse

from personalize.engine.arrays import Booleans, Floats, Integers
from personalize.engine.features import ItemFeatures
from personalize.engine.neighbours import NO_COUNTS, Neighbours, best_neighbours
from personalize.engine.words import count_prices, count_tokens, find_words

# How much each field says. Within a field the rare says more: the last category of a
# path more than the first, an odd word more than a common one.
TEXT_WEIGHT = 1.0
CATEGORY_WEIGHT = 1.0
BRAND_WEIGHT = 0.5
PRICE_WEIGHT = 0.2
# Candidates are those that share tokens; the most common tokens, which would make all
# items candidates, count only in the score. The first bounds the time of the search,
# the second its memory.
MAX_PRODUCTS = 250_000_000
PRODUCTS_PER_BLOCK = 4_000_000
# How many candidates are scored for each neighbour that is kept.
CANDIDATES_PER_NEIGHBOUR = 4


class ContentIndex:
    """Items as vectors of length one; those that nothing is said of are zero.

    >>> ContentIndex(features.align(items)).find_neighbours()
    """

    def __init__(self, features: ItemFeatures) -> None:
        self.vectors = _make_vectors(features)

    def find_neighbours(self, limit: int = 50) -> Neighbours:
        """Return the items most alike to each; a score is the cosine of two vectors."""
        is_rare = _find_rare(self.vectors)
        rare, common = self.vectors[:, is_rare], self.vectors[:, ~is_rare]
        transposed = rare.T.tocsr()
        parts = [
            _find_nearest(rows, rare, transposed, common, limit) for rows in _cut(rare)
        ]
        return _join(parts)


def _make_vectors(features: ItemFeatures) -> sparse.csr_matrix:
    words = [find_words(text) for text in features.texts]
    brands = [[brand] if brand else [] for brand in features.brands]
    paths = [list(dict.fromkeys(path)) for path in features.categories]
    fields = [
        TEXT_WEIGHT * _normalise(count_tokens(words)),
        CATEGORY_WEIGHT * _normalise(count_tokens(paths)),
        BRAND_WEIGHT * _normalise(count_tokens(brands)),
        PRICE_WEIGHT * _normalise(count_prices(features.prices)),
    ]
    return _normalise(sparse.hstack(fields, format="csr", dtype=np.float32))


def _normalise(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
    return sparse.diags(1 / np.where(lengths, lengths, 1), dtype=np.float32) @ matrix


def _find_rare(vectors: sparse.csr_matrix) -> Booleans:
    """Choose the columns whose products with each other can be afforded."""
    products = np.bincount(vectors.indices, minlength=vectors.shape[1]) ** 2
    order = np.argsort(products, kind="stable")
    is_rare = np.zeros(len(products), np.bool_)
    is_rare[order] = np.cumsum(products[order]) <= MAX_PRODUCTS
    return is_rare


def _cut(rare: sparse.csr_matrix) -> Iterator[slice]:
    """Cut the rows into blocks, each with about as many products."""
    frequency = np.bincount(rare.indices, minlength=rare.shape[1])
    work = np.append(0, np.cumsum(frequency[rare.indices]))[rare.indptr]
    step = np.arange(0, work[-1], PRODUCTS_PER_BLOCK)
    bounds = np.unique([0, *np.searchsorted(work, step), rare.shape[0]])
    for first, last in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        yield slice(first, last)


def _find_nearest(
    rows: slice,
    rare: sparse.csr_matrix,
    transposed: sparse.csr_matrix,
    common: sparse.csr_matrix,
    limit: int,
) -> Neighbours:
    products = rare[rows] @ transposed
    kept = _find_strongest(products, CANDIDATES_PER_NEIGHBOUR * limit)
    columns = products.indices[kept]
    sources = np.searchsorted(products.indptr, kept, "right") - 1
    others = columns != sources + rows.start
    sources, columns, kept = sources[others], columns[others], kept[others]
    shared = common[sources + rows.start].multiply(common[columns]).sum(axis=1)
    scores = products.data[kept] + np.asarray(shared, np.float32).ravel()
    shape = (rows.stop - rows.start, rare.shape[0])
    return best_neighbours(
        sparse.csr_matrix((scores, (sources, columns)), shape=shape), limit
    )


def _find_strongest(products: sparse.csr_matrix, limit: int) -> Integers:
    """Return the places of the largest entries of each row."""
    places = [np.empty(0, np.int64)]
    bounds = products.indptr.tolist()
    for first, last in zip(bounds[:-1], bounds[1:], strict=True):
        places.append(first + _find_largest(products.data[first:last], limit))
    return np.concatenate(places)


def _find_largest(values: Floats, limit: int) -> Integers:
    if len(values) <= limit:
        return np.arange(len(values))
    return np.argpartition(values, -limit)[-limit:]


def _join(parts: list[Neighbours]) -> Neighbours:
    nothing = Neighbours(
        starts=np.zeros(1, np.int64),
        items=np.empty(0, np.int32),
        scores=np.empty(0, np.float32),
        counts=NO_COUNTS,
    )
    parts = [nothing, *parts]
    sizes = [np.diff(part.starts) for part in parts]
    return Neighbours(
        starts=np.append(0, np.cumsum(np.concatenate(sizes))),
        items=np.concatenate([part.items for part in parts]),
        scores=np.concatenate([part.scores for part in parts]),
        counts=NO_COUNTS,
    )
