"""Bringing Amazon to what is declared, look by look.

Nothing is remembered from one look to the next, or from one run to the next, but what
this run has made: a run that was killed anywhere is taken up by the next one.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from personalize.provisioning.errors import (
    AlreadyExists,
    MustWait,
    NotFound,
    ProvisioningError,
    QuotaReached,
    Refused,
    Unreachable,
)
from personalize.provisioning.resources.base import Resource
from personalize.provisioning.states import Remedy, Stage, State
from personalize.provisioning.world import World

# Looks in a row that came to nothing, after which somebody should look themselves.
PATIENCE = 8
ELSEWHERE = (
    "It is in another dataset group: names are given once in an account and region. "
    "Declare another PREFIX."
)
CHANGED = "changed"


class Phase(StrEnum):
    BLOCKED = "blocked"
    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"
    # What it needs has failed.
    LEFT_OUT = "left out"


OVER = (Phase.READY, Phase.FAILED, Phase.LEFT_OUT)


@dataclass(slots=True, kw_only=True)
class Progress:
    """How far a resource is, in words for whoever watches."""

    resource: Resource
    phase: Phase = Phase.BLOCKED
    note: str = ""
    actions: list[str] = field(default_factory=list)
    doubts: int = 0

    @property
    def is_over(self) -> bool:
        return self.phase in OVER


@dataclass(slots=True, kw_only=True)
class Reconciler:
    """Looks at each resource again and again until nothing is left to be done."""

    world: World
    resources: Sequence[Resource]
    on_look: Callable[[list[Progress]], None] = lambda progress: None
    progress: dict[str, Progress] = field(default_factory=dict)

    def run(self) -> list[Progress]:
        self.progress = {each.key: Progress(resource=each) for each in self.resources}
        while not self.is_over():
            if not self.go_round():
                self.sleep()
        return self.get_all()

    def is_over(self) -> bool:
        return all(each.is_over for each in self.progress.values())

    def get_all(self) -> list[Progress]:
        return list(self.progress.values())

    def go_round(self) -> bool:
        """Look at all that is not over; tell whether anything has moved."""
        moves = [self.advance(each) for each in self.get_all() if not each.is_over]
        self.on_look(self.get_all())
        return any(moves)

    def sleep(self) -> None:
        # Many operators, or many resources, do not ask in step.
        time.sleep(self.world.interval * random.uniform(0.75, 1.25))

    def advance(self, progress: Progress) -> bool:
        """Take a resource as far as it goes just now."""
        before = (progress.phase, progress.note, len(progress.actions))
        needs = [self.progress[key] for key in progress.resource.needs]
        if any(each.phase in (Phase.FAILED, Phase.LEFT_OUT) for each in needs):
            self.settle(progress, Phase.LEFT_OUT, "what it needs has failed")
        elif all(each.phase is Phase.READY for each in needs):
            self.try_step(progress)
        return before != (progress.phase, progress.note, len(progress.actions))

    def try_step(self, progress: Progress) -> None:
        try:
            self.step(progress)
        except MustWait as error:
            self.settle(progress, Phase.WAITING, str(error))
        except (AlreadyExists, NotFound, Unreachable) as error:
            self.doubt(progress, error)
        except (QuotaReached, Refused) as error:
            self.settle(progress, Phase.FAILED, str(error))
        else:
            progress.doubts = 0

    def step(self, progress: Progress) -> None:
        resource = progress.resource
        state = resource.look(self.world)
        if state.arn:
            self.world.arns[resource.key] = state.arn
        if state.stage is Stage.ABSENT:
            self.create(progress)
        elif state.is_settled:
            self.mend(progress, state)
        elif state.stage is Stage.FAILED:
            self.clear(progress, state)
        else:
            self.settle(progress, Phase.WAITING, state.status)

    def create(self, progress: Progress) -> None:
        key = progress.resource.key
        progress.resource.create(self.world)
        self.world.made.add(key)
        self.act(progress, "created")

    def clear(self, progress: Progress, state: State) -> None:
        """What failed in an earlier run makes room; what failed in this one has."""
        if progress.resource.key in self.world.made:
            reason = state.reason or f"Amazon gives no reason for {state.status}."
            self.settle(progress, Phase.FAILED, reason)
            return
        progress.resource.clear(self.world, state)
        self.act(progress, "deleted what had failed")

    def mend(self, progress: Progress, state: State) -> None:
        differences = progress.resource.compare(self.world, state)
        remedies = {each.remedy for each in differences}
        if Remedy.REPLACE in remedies:
            progress.resource.delete(self.world, state)
            self.act(progress, "deleted, to be made again")
        elif Remedy.CHANGE in remedies and CHANGED not in progress.actions:
            progress.resource.change(self.world, state, differences)
            self.act(progress, CHANGED)
        else:
            self.settle(progress, Phase.READY, state.status)

    def act(self, progress: Progress, action: str) -> None:
        progress.actions.append(action)
        self.settle(progress, Phase.WAITING, action)

    def settle(self, progress: Progress, phase: Phase, note: str) -> None:
        progress.phase, progress.note = phase, note

    def doubt(self, progress: Progress, error: ProvisioningError) -> None:
        """Look again: an answer may be lost, and what it told of be there, or gone."""
        progress.doubts += 1
        is_enough = progress.doubts >= PATIENCE
        phase = Phase.FAILED if is_enough else Phase.WAITING
        hint = ELSEWHERE if isinstance(error, AlreadyExists) and is_enough else ""
        self.settle(progress, phase, f"{error} {hint}".strip())
