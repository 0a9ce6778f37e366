"""A dataset as a CSV file that Amazon imports, a piece at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from personalize.catalog import get_catalog
from personalize.datasets.event_rows import read_event_rows, select_events
from personalize.datasets.item_rows import read_item_rows
from personalize.datasets.schemas import (
    INTERACTIONS,
    ITEMS,
    USERS,
    get_schema,
)
from personalize.datasets.user_rows import read_user_rows
from personalize.exceptions import InvalidRow
from personalize.models import UserIdentity

# Rows that are in memory together.
ROWS = 5_000
LISTED = 20


class Export:
    """One dataset on its way out: knows what was written, and what was left out."""

    def __init__(self, dataset_type: str, since: datetime | None = None) -> None:
        self.schema = get_schema(dataset_type)
        self.since = since
        self.written = 0
        self.left_out = 0
        self.reasons: list[str] = []

    def count(self) -> int:
        """Say how many rows there are to be looked at."""
        return COUNTS[self.schema.dataset_type](self.since)

    def write(self, on_rows: Callable[[int], object]) -> Iterator[str]:
        """Give the file in pieces; on_rows is told of each how many rows it took."""
        yield write_lines([self.schema.header])
        rows = iter(READERS[self.schema.dataset_type](self.since))
        while piece := list(islice(rows, ROWS)):
            yield write_lines(self._to_cells(piece))
            on_rows(len(piece))

    def _to_cells(self, rows: Iterable[list[object]]) -> Iterator[list[str]]:
        for row in rows:
            try:
                cells = self.schema.to_cells(row)
            except InvalidRow as error:
                self._leave_out(str(row[0]), str(error))
            else:
                self.written += 1
                yield cells

    def _leave_out(self, row_id: str, reason: str) -> None:
        self.left_out += 1
        if len(self.reasons) < LISTED:
            self.reasons.append(f"{row_id[:40]}: {reason}")


def write_lines(lines: Iterable[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


READERS: dict[str, Callable[[datetime | None], Iterator[list[object]]]] = {
    INTERACTIONS: read_event_rows,
    ITEMS: lambda since: read_item_rows(),
    USERS: lambda since: read_user_rows(),
}
COUNTS: dict[str, Callable[[datetime | None], int]] = {
    INTERACTIONS: lambda since: select_events(since).count(),
    ITEMS: lambda since: get_catalog().get_visible().count(),
    USERS: lambda since: UserIdentity.objects.count(),
}
