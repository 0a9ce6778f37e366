"""The stations a resource passes, and the work that is done between two of them.

A kind whose creation is real work registers a function::

    @work(kinds.IMPORT_JOB)
    def import_rows(state: State, resource: Resource) -> dict[str, Any]: ...

It runs in a thread of its own once the resource is CREATE IN_PROGRESS (again after a
restart that interrupted it, so it must bear being repeated). What it returns is added
to the resource's attributes, which is then ACTIVE; ``WorkFailed("…")`` makes it
CREATE FAILED with that ``failureReason``. It must not hold ``state.lock`` for long.

``@removal(kinds.DATASET)`` registers what is to happen when a resource is gone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from personalize.emulator.kinds import Kind
from personalize.emulator.resources import DELETED, Resource, Stage

if TYPE_CHECKING:
    from personalize.emulator.state import State

Work = Callable[["State", Resource], dict[str, Any]]
Removal = Callable[["State", Resource], None]

WORKS: dict[str, Work] = {}
REMOVALS: dict[str, Removal] = {}


class WorkFailed(Exception):  # noqa: N818
    """The creation failed, for a reason that the owner should read."""


def work(kind: Kind) -> Callable[[Work], Work]:
    def register(function: Work) -> Work:
        WORKS[kind.word] = function
        return function

    return register


def removal(kind: Kind) -> Callable[[Removal], Removal]:
    def register(function: Removal) -> Removal:
        REMOVALS[kind.word] = function
        return function

    return register


def creation(kind: Kind, now: float, pace: float) -> tuple[Stage, ...]:
    """Plan a creation; its end stays open while there is work to wait for."""
    states = kind.states
    words = [states.pending, states.in_progress, states.done]
    return spread(words[:2] if kind.word in WORKS else words, now, pace)


def deletion(now: float, pace: float) -> tuple[Stage, ...]:
    return spread(["DELETE PENDING", "DELETE IN_PROGRESS", DELETED], now, pace)


def spread(words: list[str], now: float, pace: float) -> tuple[Stage, ...]:
    return tuple(
        Stage(status=word, at=now + number * pace) for number, word in enumerate(words)
    )


def is_unfinished(resource: Resource) -> bool:
    """Tell whether the creation waits for work: nothing is planned beyond."""
    states = resource.kind.states
    return bool(resource.stages) and resource.stages[-1].status == states.in_progress
