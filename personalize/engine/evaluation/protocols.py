"""Splits that test visitors: what came after a moment, or after all they did before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from personalize.engine.arrays import Booleans, Integers
from personalize.engine.evaluation.queries import Queries, Split
from personalize.engine.evaluation.timeline import Spans, Timeline

# Amazon Personalize's own split: a tenth of the visitors, a tenth of their events.
TESTED_SHARE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to split.

    At the moment ``cut`` if there is one, else after ``train_share`` of the events.
    More than ``gap`` seconds without an event begin another session or order; without
    a gap all that a visitor did is one. With ``target_types`` later events of other
    types are no targets.
    """

    train_share: float = 0.9
    cut: float | None = None
    seed: int = 0
    repeats: bool = False
    gap: float | None = None
    min_prefix: int = 1
    target_types: frozenset[str] = frozenset()

    def moment(self, events: Timeline) -> float:
        if self.cut is not None:
            return self.cut
        return int(np.quantile(events.times, self.train_share))


def split_at_a_moment(events: Timeline, options: Options) -> Split:
    """Ask once for each visitor of both parts, for all that they take up later."""
    moment = options.moment(events)
    train = events.keep(events.times < moment)
    grouped = events.arrange(events.order_by_visitor())
    is_past = grouped.times < moment
    is_target = (
        ~is_past & are_known(grouped, is_past) & _may_be_targets(grouped, options)
    )
    if not options.repeats:
        is_target &= ~_are_repeats(grouped, is_past)
    past, future = grouped.arrange(is_past), grouped.arrange(is_target)
    pasts, futures = past.visitor_spans(), future.visitor_spans()
    asked = np.flatnonzero((pasts.lengths > 0) & (futures.lengths > 0))
    queries = Queries(
        events=past,
        pasts=pasts.take(asked),
        targets=future.items,
        futures=futures.take(asked),
        moments=np.full(len(asked), float(moment)),
        drop_history=not options.repeats,
    )
    return Split(train=train, queries=queries)


def leave_the_last_out(events: Timeline, options: Options) -> Split:
    """Ask for each visitor's last item.

    Others' later events are in the training part: compare with this protocol only.
    """
    spans = events.visitor_spans()
    asked = np.flatnonzero(spans.lengths > 1)
    held_out = np.ones(len(asked), np.int64)
    return _hold_out(events, spans.take(asked), held_out, options)


def split_as_amazon(events: Timeline, options: Options) -> Split:
    """Ask a tenth of the visitors for the newest tenth of their events."""
    spans = events.visitor_spans()
    shuffled = np.random.default_rng(options.seed).permutation(len(spans))
    chosen = shuffled[: max(1, len(spans) // 10)]
    asked = spans.take(chosen[spans.lengths[chosen] > 1])
    held_out = np.maximum(np.rint(asked.lengths * TESTED_SHARE).astype(np.int64), 1)
    return _hold_out(events, asked, held_out, options)


def ask_everybody(events: Timeline, *, drop_history: bool) -> Queries:
    """Ask, with no targets, what each visitor would be shown after the last event."""
    spans = events.visitor_spans()
    grouped = events.arrange(events.order_by_visitor())
    return Queries(
        events=grouped,
        pasts=spans,
        targets=grouped.items,
        futures=Spans(starts=spans.ends, ends=spans.ends),
        moments=grouped.times[spans.ends - 1],
        drop_history=drop_history,
    )


def are_known(events: Timeline, is_past: Booleans) -> Booleans:
    """Which events are of an item that the training part has."""
    counts = np.bincount(events.items[is_past], minlength=len(events.names.items))
    return (counts > 0)[events.items]


def _hold_out(
    events: Timeline, asked: Spans, held_out: Integers, options: Options
) -> Split:
    """Keep the last events of these spans for the test."""
    rows = events.order_by_visitor()
    grouped = events.arrange(rows)
    ends = asked.ends - held_out
    is_train = np.ones(len(events), np.bool_)
    is_train[rows[_rows_of(Spans(starts=ends, ends=asked.ends))]] = False
    queries = Queries(
        events=grouped,
        pasts=Spans(starts=asked.starts, ends=ends),
        targets=grouped.items,
        futures=Spans(starts=ends, ends=asked.ends),
        moments=grouped.times[ends - 1],
        drop_history=not options.repeats,
    )
    return Split(train=events.keep(is_train), queries=queries)


def _rows_of(spans: Spans) -> Integers:
    offsets = spans.starts - np.cumsum(spans.lengths) + spans.lengths
    return np.repeat(offsets, spans.lengths) + np.arange(spans.lengths.sum())


def _may_be_targets(events: Timeline, options: Options) -> Booleans:
    wanted = options.target_types or frozenset(events.names.types)
    return np.array([name in wanted for name in events.names.types])[events.types]


def _are_repeats(events: Timeline, is_past: Booleans) -> Booleans:
    """Which events are of an item that the same visitor had before the moment."""
    keys = events.visitors * len(events.names.items) + events.items
    return np.isin(keys, keys[is_past])
