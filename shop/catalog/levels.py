from __future__ import annotations

from typing import Self

from django.db import models

# Few enough to order more.
LOW_STOCK = 5


class StockLevels(models.QuerySet):
    """What there is plenty of, little, and nothing."""

    def sold_out(self) -> Self:
        return self.filter(stock=0)

    def low_in_stock(self) -> Self:
        return self.filter(stock__gt=0, stock__lte=LOW_STOCK)

    def well_stocked(self) -> Self:
        return self.filter(stock__gt=LOW_STOCK)
