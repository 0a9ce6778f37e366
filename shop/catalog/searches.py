"""What visitors look for, counted for the staff, and words that mean the same."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Max, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAX_QUERY = 100
DAYS = 30
# Nothing that looks like an address, a telephone number or an order is kept.
PERSONAL = re.compile(r"@|\d[\d\s/-]{5,}\d")
# What so few looked for is not shown to others: it may say something of a person.
MANY = 3


class SearchCountQuerySet(models.QuerySet["SearchCount"]):
    def of_days(self, days: int = DAYS) -> Self:
        return self.filter(day__gt=timezone.localdate() - timedelta(days=days))

    def top(self, days: int = DAYS) -> models.QuerySet[SearchCount, dict[str, object]]:
        """Return rows of query, times and num_results, what is wanted most first."""
        grouped = self.of_days(days).order_by().values("query")
        counted = grouped.annotate(times=Sum("times"), num_results=Max("num_results"))
        return counted.order_by("-times", "query")

    def without_results(
        self, days: int = DAYS
    ) -> models.QuerySet[SearchCount, dict[str, object]]:
        """Return the same of what was looked for and never found."""
        return self.top(days).filter(num_results=0)

    def popular(self, beginning: str = "", days: int = DAYS) -> list[str]:
        """Return what many looked for, and found, that begins like this."""
        starting = self.filter(query__startswith=beginning)
        found = starting.top(days).filter(times__gte=MANY, num_results__gt=0)
        return [row["query"] for row in found]

    def add(self, query: str, num_results: int) -> None:
        """Count one more search of today."""
        today = timezone.localdate()
        if self._add_to(query, today, num_results):
            return
        first = self.model(query=query, day=today, times=0)
        self.bulk_create([first], ignore_conflicts=True)
        self._add_to(query, today, num_results)

    def _add_to(self, query: str, day: date, num_results: int) -> int:
        counted = self.filter(query=query, day=day)
        return counted.update(times=F("times") + 1, num_results=num_results)

    def forget(self, days: int) -> int:
        too_old = timezone.localdate() - timedelta(days=days)
        return self.filter(day__lte=too_old).delete()[0]


class SearchCount(models.Model):
    """How often something was looked for in a day, and by nobody knows whom."""

    query = models.CharField(max_length=MAX_QUERY)
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)
    # As many as were found the last time.
    num_results = models.PositiveIntegerField(default=0)

    objects = SearchCountQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        ordering = ["-day", "-times"]
        indexes = [models.Index(fields=["day"])]
        constraints = [
            models.UniqueConstraint(
                fields=["query", "day"], name="catalog_search_count_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.query}: {self.times}"


def record_search(query: str, num_results: int) -> None:
    """Count what a person looked for, unless it may tell who that was."""
    query = normalize(query)
    if query and not PERSONAL.search(query):
        SearchCount.objects.add(query, num_results)


def normalize(query: str) -> str:
    return " ".join(query.casefold().split())[:MAX_QUERY].strip()


def split_terms(words: str) -> list[str]:
    terms = [" ".join(term.casefold().split()) for term in words.split(",")]
    return [term for term in terms if term]


def validate_terms(words: str) -> None:
    if len(set(split_terms(words))) < 2:
        raise ValidationError(_("Write two words or more, with commas between them."))


class SynonymGroupQuerySet(models.QuerySet["SynonymGroup"]):
    def get_terms(self) -> list[list[str]]:
        return [group.terms for group in self]


class SynonymGroup(models.Model):
    """Words that mean the same to a shopper: whoever looks for one finds all."""

    words = models.CharField(
        max_length=400,
        validators=[validate_terms],
        help_text=_("With commas between them: sofa, couch, settee."),
    )

    objects = SynonymGroupQuerySet.as_manager()

    class Meta:
        app_label = "catalog"
        ordering = ["words"]

    def __str__(self) -> str:
        return self.words

    @property
    def terms(self) -> list[str]:
        return split_terms(self.words)
