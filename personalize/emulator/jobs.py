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
        self._threads: list[Thread] = []

    def start(self, resource: Resource) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = Thread(target=self._wait_and_run, args=(resource.arn,), daemon=True)
        self._threads.append(thread)
        thread.start()

    def join(self) -> None:
        """Wait until nothing is being worked on."""
        for thread in list(self._threads):
            thread.join()

    def _wait_and_run(self, arn: str) -> None:
        resource = self._state.peek(arn)
        if resource is None:
            return
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
            self._finish(resource.arn, learned, reason)

    def _finish(self, arn: str, learned: dict[str, Any], reason: str | None) -> None:
        with self._state.lock:
            resource = self._state.peek(arn)
            # It may have been stopped or deleted meanwhile.
            if resource is not None and is_unfinished(resource):
                self._state.save(_finished(self._state, resource, learned, reason))


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
