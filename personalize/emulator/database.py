"""One SQLite file, or memory, that holds what must outlive a restart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

# Seconds to wait for an emulator that is just ending.
PATIENCE = 1


class StateFileError(OSError):
    """The file is in use by another emulator, or is none of an emulator's."""


class Database:
    """A connection that all threads share, one at a time.

    A module that stores something makes its own table with ``CREATE TABLE IF NOT
    EXISTS``. Each statement is durable when it returns; ``transaction()`` makes several
    one.
    """

    def __init__(self, path: Path | None) -> None:
        self.lock = RLock()
        try:
            self._connection = _connect(path)
        except sqlite3.DatabaseError as error:
            raise StateFileError(f"{path}: {error}.") from error

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self.lock:
            return self._connection.execute(sql, values).fetchall()

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self.transaction():
            self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self.lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield

    def close(self) -> None:
        with self.lock:
            self._connection.close()


def _connect(path: Path | None) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path or ":memory:",
        timeout=PATIENCE,
        isolation_level=None,
        check_same_thread=False,
    )
    with ExitStack() as stack:
        stack.callback(connection.close)
        # Two emulators on one file would each believe what only they know.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        stack.pop_all()
    return connection
