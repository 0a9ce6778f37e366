"""Splits that test sessions: the next click of each, or the rest of an order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from personalize.engine.arrays import Array, Integers
from personalize.engine.evaluation.protocols import Options, are_known
from personalize.engine.evaluation.queries import Queries, Split
from personalize.engine.evaluation.timeline import Spans, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """The later sessions, one after the other, and what may be learnt from."""

    train: Timeline
    events: Timeline
    spans: Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """The items of an order, and the row of its first."""

    row: int
    items: tuple[int, ...]


def split_sessions(events: Timeline, options: Options) -> Split:
    """Ask for every next item, given the session so far."""
    later = _later_sessions(events, options)
    lengths = np.maximum(later.spans.lengths - options.min_prefix, 0)
    starts = np.repeat(later.spans.starts, lengths)
    steps = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    ends = starts + options.min_prefix + steps
    queries = Queries(
        events=later.events,
        pasts=Spans(starts=starts, ends=ends),
        targets=later.events.items,
        futures=Spans(starts=ends, ends=ends + 1),
        moments=later.events.times[ends],
        # Shoppers come back to what they saw a minute ago.
        drop_history=False,
    )
    return Split(train=later.train, queries=queries)


def split_baskets(events: Timeline, options: Options) -> Split:
    """Ask, for one item of each order picked at random, what else was in it."""
    later = _later_sessions(events, options)
    baskets = _pick_one([*_baskets(later)], options.seed)
    asked = later.events.arrange(np.array([one.row for one in baskets], np.int64))
    rests = [one.items[1:] for one in baskets]
    numbers = np.arange(len(baskets))
    ends = np.cumsum([len(rest) for rest in rests]).astype(np.int64)
    queries = Queries(
        events=replace(asked, items=np.array([one.items[0] for one in baskets], int)),
        pasts=Spans(starts=numbers, ends=numbers + 1),
        targets=np.array([item for rest in rests for item in rest], int),
        futures=Spans(starts=np.append(0, ends)[:-1], ends=ends),
        moments=asked.times,
        drop_history=True,
    )
    return Split(train=later.train, queries=queries)


def _baskets(later: Sessions) -> Iterator[Basket]:
    """Orders of several different items."""
    bounds = zip(later.spans.starts.tolist(), later.spans.ends.tolist(), strict=True)
    for start, end in bounds:
        items = tuple(dict.fromkeys(later.events.items[start:end].tolist()))
        if len(items) > 1:
            yield Basket(row=start, items=items)


def _pick_one(baskets: list[Basket], seed: int) -> list[Basket]:
    """Put the item that is asked about first."""
    rng = np.random.default_rng(seed)
    places = [int(rng.integers(len(one.items))) for one in baskets]
    return [
        replace(one, items=(one.items[n], *one.items[:n], *one.items[n + 1 :]))
        for one, n in zip(baskets, places, strict=True)
    ]


def _later_sessions(events: Timeline, options: Options) -> Sessions:
    moment = options.moment(events)
    rows = events.order_by_visitor()
    grouped = events.arrange(rows)
    heads = _heads(grouped, options.gap)
    session_starts = grouped.times[heads]
    sessions = np.repeat(np.arange(len(heads)), np.diff(heads, append=len(grouped)))
    is_train = np.empty(len(events), np.bool_)
    is_train[rows] = session_starts[sessions] < moment
    train = events.keep(is_train)
    is_past = is_train[rows]
    is_asked = ~is_past & are_known(grouped, is_past)
    order = np.flatnonzero(is_asked)
    order = order[np.argsort(session_starts[sessions[order]], kind="stable")]
    return Sessions(
        train=train,
        events=grouped.arrange(order),
        spans=_spans_of_equals(sessions[order]),
    )


def _heads(grouped: Timeline, gap: float | None) -> Integers:
    """The rows at which a session begins."""
    is_head = np.diff(grouped.visitors, prepend=-1) != 0
    if gap is not None:
        is_head |= np.diff(grouped.times, prepend=0) > gap
    return np.flatnonzero(is_head)


def _spans_of_equals(values: Array) -> Spans:
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    return Spans(starts=starts, ends=np.append(starts[1:], len(values))[: len(starts)])
