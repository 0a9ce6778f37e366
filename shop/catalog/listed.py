"""Queries of long lists: none of them reads more rows than a page can show for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Self

from django.db import models

from shop.catalog.facets import Choice, Facets, Row, count_facets

# Of a longer list no more can be leafed through; who looks for something chooses.
MOST_LISTED = 1000
# Facets of a longer list are counted in a sample of it.
MOST_COUNTED = 2000
NO_CHOICE = Choice()


class ListedProducts(models.QuerySet[Any]):
    def of_categories(self, category_ids: Collection[int]) -> Self:
        return self.filter(category__in=category_ids)

    def count_up_to(self, most: int) -> int:
        """Count no further than one more than this."""
        return self.order_by().values("pk")[: most + 1].count()

    def facet_rows(self) -> list[Row]:
        """Return what facets need of so many products, and of one more."""
        # In no order: the nearest rows are the cheapest.
        rows = self.order_by().values_list(*Row._fields)
        return [Row(*row) for row in rows[: MOST_COUNTED + 1]]

    def get_facets(self, choice: Choice = NO_CHOICE) -> Facets:
        """Count what there is to choose from, in one query."""
        return self.count_facets(self.facet_rows(), choice)

    @staticmethod
    def count_facets(rows: Sequence[Row], choice: Choice) -> Facets:
        is_complete = len(rows) <= MOST_COUNTED
        return count_facets(rows[:MOST_COUNTED], choice, is_complete=is_complete)
