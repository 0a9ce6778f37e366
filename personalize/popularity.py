"""Questions to the counts of what was viewed and bought on which day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import ExpressionWrapper, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Sqrt

from personalize.enums import EventType


class ItemCountQuerySet(models.QuerySet[Any]):
    def of_type(self, event_type: EventType) -> Self:
        return self.filter(event_type=event_type)

    def of_items(self, item_ids: QuerySet[Any] | Collection[str]) -> Self:
        return self.filter(item_id__in=item_ids)

    def in_days(self, number: int, *, until: date) -> Self:
        """The last days, this many of them, ``until`` included."""
        return self.filter(day__gt=until - timedelta(days=number), day__lte=until)

    def latest_day(self, *, until: date) -> date:
        """The day that was counted last; days to come do not count."""
        days = (
            self.filter(day__lte=until).order_by("-day").values_list("day", flat=True)
        )
        return days.first() or until

    def most_first(self) -> QuerySet[Any, tuple[str, int]]:
        """Ids and totals, the largest first."""
        totals = self.values("item_id").annotate(total=Sum("count"))
        ordered: QuerySet[Any, tuple[str, int]] = totals.order_by(
            "-total", "item_id"
        ).values_list("item_id", "total")
        return ordered

    def rising_first(
        self, days: int, *, until: date
    ) -> QuerySet[Any, tuple[str, float]]:
        """Ids, and how surely they rose in the last days against those before.

        (now - before) / √(now + before) is the growth in standard deviations of chance:
        2 after 1 is an accident, 200 after 100 is none.
        """
        is_now = Q(day__gt=until - timedelta(days=days))
        sums = (
            self.in_days(2 * days, until=until)
            .values("item_id")
            .annotate(
                now=Sum("count", filter=is_now, default=0),
                total=Sum("count"),
            )
        )
        growth = ExpressionWrapper(
            (2.0 * F("now") - F("total")) / Sqrt(F("total")), output_field=FloatField()
        )
        rising = sums.annotate(growth=growth).filter(growth__gt=0)
        ordered: QuerySet[Any, tuple[str, float]] = rising.order_by(
            "-growth", "item_id"
        ).values_list("item_id", "growth")
        return ordered
