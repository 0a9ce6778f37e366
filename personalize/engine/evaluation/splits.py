from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from personalize.engine.evaluation.exceptions import EvaluationError
from personalize.engine.evaluation.protocols import (
    Options,
    leave_the_last_out,
    split_as_amazon,
    split_at_a_moment,
)
from personalize.engine.evaluation.queries import Split
from personalize.engine.evaluation.sessions import split_baskets, split_sessions
from personalize.engine.evaluation.timeline import Timeline
from personalize.engine.event_log import EventLog

PROTOCOLS: dict[str, Callable[[Timeline, Options], Split]] = {
    "temporal": split_at_a_moment,
    "last": leave_the_last_out,
    "personalize": split_as_amazon,
    "session": split_sessions,
    "basket": split_baskets,
}
DEFAULT = Options()


def split(log: EventLog, protocol: str, options: Options = DEFAULT) -> Split:
    return _split(Timeline.of_log(log), protocol, options)


def split_for_tuning(log: EventLog, protocol: str, options: Options = DEFAULT) -> Split:
    """Split the training part once more, so that nothing of the test is looked at."""
    train = split(log, protocol, options).train
    return _split(train, protocol, replace(options, cut=None))


def _split(events: Timeline, protocol: str, options: Options) -> Split:
    parts = PROTOCOLS[protocol](events, options) if len(events) else None
    if parts is None or not len(parts.queries):
        raise EvaluationError(
            f"Too little to evaluate on: {len(events):,} events of "
            f"{len(events.names.visitors):,} visitors make no query of the protocol "
            f"{protocol}. Collect more events, or choose another protocol."
        )
    return parts
