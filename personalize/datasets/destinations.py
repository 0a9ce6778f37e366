"""Where an exported file goes: a file here, or an object in S3, written as a stream."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from personalize.exceptions import DatasetError

MIB = 1024 * 1024
# The rows come from the database connection of this thread, so this thread sends them.
# S3 takes 10,000 parts: of these, a thousand million interactions.
TRANSFER = TransferConfig(
    multipart_threshold=8 * MIB, multipart_chunksize=8 * MIB, use_threads=False
)
CONFIG = Config(
    connect_timeout=5,
    read_timeout=60,
    retries={"mode": "standard", "total_max_attempts": 5},
)


class DestinationError(DatasetError):
    """The file could not be put where it was to go; the message says why."""


def write_to(destination: str, pieces: Iterable[str]) -> None:
    """Write to s3://bucket/key, or to a file. Raises DestinationError."""
    if destination.startswith("s3://"):
        _upload(destination, pieces)
    else:
        _write_file(Path(destination), pieces)


def _write_file(path: Path, pieces: Iterable[str]) -> None:
    """Write it aside first: nobody is ever to find half a file."""
    aside = path.with_name(f".{path.name}.part")
    try:
        with _open(aside, is_compressed=path.suffix == ".gz") as file:
            file.writelines(piece.encode() for piece in pieces)
        aside.replace(path)
    except OSError as error:
        raise DestinationError(f"{path} cannot be written: {error}") from error
    finally:
        aside.unlink(missing_ok=True)


def _open(path: Path, *, is_compressed: bool) -> IO[bytes]:
    return gzip.open(path, "wb") if is_compressed else path.open("wb")  # type: ignore[return-value]


def _upload(url: str, pieces: Iterable[str]) -> None:
    bucket, key = _read_url(url)
    # AWS_ENDPOINT_URL_S3 is looked at by boto3 itself.
    try:
        client = boto3.Session().client("s3", config=CONFIG)
        client.upload_fileobj(
            io.BufferedReader(Pieces(pieces), MIB), bucket, key, Config=TRANSFER
        )
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise DestinationError(f"{url} cannot be written: {error}") from error


def _read_url(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    bucket, key = parts.netloc, parts.path.lstrip("/")
    if not bucket or not key or key.endswith("/"):
        raise DestinationError(
            f"{url} names no object: write s3://bucket/folder/file.csv."
        )
    if key.endswith(".gz"):
        raise DestinationError(f"{url}: Amazon Personalize reads no compressed file.")
    return bucket, key


class Pieces(io.RawIOBase):
    """Pieces of text as a file to be read once, from the front."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece.encode())
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
