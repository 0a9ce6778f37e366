"""Where jobs read and write: S3, at any endpoint, or a folder that stands for it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import PurePosixPath
from typing import IO, Protocol, Self

from personalize.emulator.lifecycle import WorkFailed
from personalize.emulator.state import State
from personalize.emulator.storage_folder import FolderStorage
from personalize.emulator.storage_s3 import S3Storage

INVALID_LOCATION = "Invalid Data location."
SCHEME = "s3://"


class Storage(Protocol):
    """Refusals are ``WorkFailed``, in Amazon's words."""

    def list_keys(self, bucket: str, prefix: str) -> list[str]: ...

    def read(self, bucket: str, key: str, file: IO[bytes]) -> None: ...

    def write(self, bucket: str, key: str, file: IO[bytes]) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """An object of a bucket, or with a slash at its end a folder."""

    bucket: str
    key: str

    @classmethod
    def parse(cls, text: str) -> Self:
        bucket, _, key = text.removeprefix(SCHEME).partition("/")
        if not (text.startswith(SCHEME) and bucket):
            raise WorkFailed(f"{INVALID_LOCATION} It must be s3://bucket/key.")
        return cls(bucket=bucket, key=key)

    @property
    def is_folder(self) -> bool:
        return not self.key or self.key.endswith("/")

    @property
    def name(self) -> str:
        return PurePosixPath(self.key).name

    def join(self, name: str) -> Location:
        return Location(bucket=self.bucket, key=self.key + name)


def open_storage(state: State) -> Storage:
    folder = state.options.data_folder
    return FolderStorage(folder) if folder else S3Storage()


def find_files(state: State, text: str) -> list[Location]:
    """Find the object of a location, or the files that lie directly in its folder."""
    place = Location.parse(text)
    if not place.is_folder:
        return [place]
    keys = open_storage(state).list_keys(place.bucket, place.key)
    files = [Location(bucket=place.bucket, key=key) for key in sorted(keys)]
    found = [file for file in files if file.join("") != place and not file.is_folder]
    if not found:
        raise WorkFailed(f"{INVALID_LOCATION} There is no file in {text}.")
    return found


@contextmanager
def open_text(state: State, place: Location) -> Iterator[TextIOWrapper]:
    """Give the text of an object, from a copy on disk: it may be large."""
    with tempfile.TemporaryFile() as file:
        open_storage(state).read(place.bucket, place.key, file)
        file.seek(0)
        with TextIOWrapper(file, "utf-8-sig", newline="") as text:
            yield text


@contextmanager
def write_text(state: State, place: Location) -> Iterator[TextIOWrapper]:
    """Collect a text and store it as an object when it is complete."""
    with tempfile.TemporaryFile() as file:
        text = TextIOWrapper(file, "utf-8", newline="")
        try:
            yield text
        finally:
            # What is written may close the file, which the text must not notice.
            text.detach()
        file.seek(0)
        open_storage(state).write(place.bucket, place.key, file)
