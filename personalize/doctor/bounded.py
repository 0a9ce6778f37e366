"""Queries that an operator may ask for without holding up the shop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

QUERY_SECONDS = 5


@contextmanager
def bounded_queries(seconds_left: float) -> Iterator[None]:
    """Have PostgreSQL end a query that takes too long, as an OperationalError."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        _limit(max(1, round(1000 * min(seconds_left, QUERY_SECONDS))))
        yield
        # The transaction may be part of a longer one.
        _limit(0)


def _limit(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)]
        )
