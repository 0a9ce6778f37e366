"""The threads that import, train and export."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING, Any

from personalize.emulator.lifecycle import WORKS, WorkFailed, is_unfinished
from personalize.emulator.resources import Resource, Stage

if TYPE_CHECKING:
    from personalize.emulator.state import State

UNEXPECTED = "An internal error occurred. The log of the emulator tells more."


class Jobs:
    def __init__(self, state: State) -> None:
        self._state = state
        # By ARN and time of creation: a name may be used again while the work for
        # what had it before still goes on.
        self._threads: dict[tuple[str, float], Thread] = {}

    def start(self, resource: Resource) -> None:
        """Do the work of a resource, unless it is being done."""
        alive = {key: t for key, t in list(self._threads.items()) if t.is_alive()}
        self._threads = alive
        key = (resource.arn, resource.created)
        if key not in alive:
            thread = Thread(target=self._wait_and_run, args=(resource,), daemon=True)
            alive[key] = thread
            thread.start()

    def join(self) -> None:
        """Wait until nothing is being worked on."""
        for thread in list(self._threads.values()):
            thread.join()

    def _wait_and_run(self, resource: Resource) -> None:
        if self._state.clock.wait_until(resource.stages[-1].at):
            self._run(resource)

    def _run(self, resource: Resource) -> None:
        learned: dict[str, Any] = {}
        # Stays when the work breaks off in a way that it does not foresee.
        reason: str | None = UNEXPECTED
        try:
            learned = WORKS[resource.word](self._state, resource)
            reason = None
        except WorkFailed as failure:
            reason = str(failure)
        finally:
            self._finish(resource, learned, reason)

    def _finish(
        self, begun: Resource, learned: dict[str, Any], reason: str | None
    ) -> None:
        with self._state.lock:
            resource = self._state.peek(begun.arn)
            if resource is not None and _is_still(resource, begun):
                self._state.save(_finished(self._state, resource, learned, reason))


def _is_still(resource: Resource, begun: Resource) -> bool:
    """Tell whether it was neither stopped nor deleted meanwhile."""
    return resource.created == begun.created and is_unfinished(resource)


def _finished(
    state: State, resource: Resource, learned: dict[str, Any], reason: str | None
) -> Resource:
    states = resource.kind.states
    at = max(state.clock.now(), resource.stages[-1].at + state.options.pace)
    end = Stage(status=states.failed if reason else states.done, at=at)
    return replace(
        resource,
        attributes=resource.attributes | learned,
        stages=(*resource.stages, end),
        failure_reason=reason,
    )
