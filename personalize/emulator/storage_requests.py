"""What all jobs that read or write S3 have in common in their requests."""

from __future__ import annotations

from personalize.emulator.errors import InvalidInputError, LimitExceededError
from personalize.emulator.kinds import Kind
from personalize.emulator.lifecycle import WorkFailed
from personalize.emulator.state import State
from personalize.emulator.storage import Location

MAX_WAITING = 5


def check_location(text: str | None) -> None:
    if not text:
        raise InvalidInputError("dataSource.dataLocation is needed.")
    try:
        Location.parse(text)
    except WorkFailed as failure:
        raise InvalidInputError(str(failure)) from failure


def check_folder(text: str) -> None:
    check_location(text)
    if not text.endswith("/"):
        raise InvalidInputError(f"The output must be a folder, {text}/ with a slash.")


def check_waiting(state: State, kind: Kind) -> None:
    """Let only so many jobs of a kind be under way, where quotas are enforced."""
    if state.options.quotas and len(state.find_under_way(kind)) >= MAX_WAITING:
        raise LimitExceededError(
            f"More than {MAX_WAITING} resources with PENDING or IN_PROGRESS status."
        )
