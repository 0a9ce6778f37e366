"""The table of events as a stream: what was added after a cursor, its primary key.

Keys are given out in order and committed in any order, so a reader that has passed a
key may yet see a smaller one appear. Transactions that store events take milliseconds:
below a row that was stored OPEN_FOR ago nothing is expected any more, it is settled.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Now

OPEN_FOR = timedelta(seconds=10)


class StreamQuerySet(models.QuerySet[Any]):
    def after(self, pk: int) -> Self:
        return self.filter(pk__gt=pk)

    def up_to(self, pk: int) -> Self:
        return self.filter(pk__lte=pk)

    def in_order(self) -> Self:
        return self.order_by("pk")

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def newest_pk(self, *, skipped: int = 0) -> int:
        """The key of the newest row, or of one that many rows older; 0 for none."""
        keys = self.newest_first().values_list("pk", flat=True)[skipped : skipped + 1]
        return next(iter(keys), 0)

    def with_is_settled(self) -> Self:
        """Say of each row whether any before it can still appear; by the database."""
        old = Q(received_at__lte=Now() - OPEN_FOR)
        return self.annotate(
            is_settled=ExpressionWrapper(old, output_field=BooleanField())
        )
