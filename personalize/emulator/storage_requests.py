"""What all jobs that read or write S3 have in common in their requests."""

from __future__ import annotations

from personalize.emulator.errors import InvalidInputError
from personalize.emulator.lifecycle import WorkFailed
from personalize.emulator.storage import Location


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
