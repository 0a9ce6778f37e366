from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from personalize.engine.arrays import Array, Floats, Integers
from personalize.engine.evaluation.timeline import Spans, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What somebody had done by then, oldest first, and what came after.

    With ``drop_history`` the items of the history are taken out of every list before
    it is scored: only new finds count.
    """

    visitor_id: str
    history: tuple[str, ...]
    times: tuple[float, ...]
    types: tuple[str, ...]
    now: float
    targets: tuple[str, ...]
    drop_history: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Queries:
    """Queries as parts of a timeline, written out one by one as they are asked.

    Written out all at once, those of a long session would repeat its beginning as often
    as it has events.
    """

    events: Timeline
    pasts: Spans
    targets: Integers
    futures: Spans
    moments: Floats
    drop_history: bool

    def __len__(self) -> int:
        return len(self.pasts)

    def __iter__(self) -> Iterator[Query]:
        return map(self._write_out, range(len(self)))

    def take(self, numbers: Array) -> Queries:
        return replace(
            self,
            pasts=self.pasts.take(numbers),
            futures=self.futures.take(numbers),
            moments=self.moments[numbers],
        )

    def sample(self, limit: int | None, *, seed: int = 0) -> Queries:
        """Take so many at random, in their order; the same ones for the same seed."""
        if limit is None or limit >= len(self):
            return self
        chosen = np.random.default_rng(seed).permutation(len(self))[:limit]
        return self.take(np.sort(chosen))

    def _write_out(self, number: int) -> Query:
        past = slice(self.pasts.starts[number], self.pasts.ends[number])
        future = slice(self.futures.starts[number], self.futures.ends[number])
        events = self.events
        return Query(
            visitor_id=events.names.visitors[events.visitors[past.start]],
            history=tuple(events.item_ids(events.items[past])),
            times=tuple(events.times[past].tolist()),
            types=tuple(events.names.types[events.types[past]].tolist()),
            now=float(self.moments[number]),
            targets=tuple(dict.fromkeys(events.item_ids(self.targets[future]))),
            drop_history=self.drop_history,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What may be learnt from, and what is asked afterwards."""

    train: Timeline
    queries: Queries
