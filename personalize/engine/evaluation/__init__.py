"""The engine on trial: splits that leak nothing, measures, baselines and a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from personalize.engine.evaluation.contestants import Engine
from personalize.engine.evaluation.queries import Query
from personalize.engine.evaluation.reading import read_event_type, read_interactions


class Answer(Protocol):
    def __call__(
        self, history: Sequence[str], k: int, query: Mapping[str, Any] | None = None
    ) -> list[str]: ...


def factory(train_file: str | Path) -> Answer:
    """Train on a file; return a function for scripts that bring their own queries.

    These are dictionaries with ``history``, ``times``, ``types``, ``now`` and ``drop``.
    """
    engine = Engine().fit(read_interactions(Path(train_file)))

    def recommend(
        history: Sequence[str], k: int, query: Mapping[str, Any] | None = None
    ) -> list[str]:
        return engine.recommend(history, k, _to_query(query) if query else None)

    return recommend


def _to_query(fields: Mapping[str, Any]) -> Query:
    return Query(
        visitor_id=fields["user"],
        history=tuple(fields["history"]),
        times=tuple(fields["times"]),
        types=tuple(map(read_event_type, fields["types"])),
        now=fields["now"],
        targets=(),
        drop_history=bool(fields["drop"]),
    )
