"""Pages of a list that may be longer than anybody leafs through."""

from __future__ import annotations

from typing import Protocol

from django.core.paginator import Paginator
from django.utils.functional import cached_property

from shop.catalog.listed import MOST_LISTED


class Listed(Protocol):
    def count_up_to(self, most: int) -> int: ...


class ListPaginator(Paginator):
    """Counts no further than the last page that is shown."""

    object_list: Listed

    @cached_property
    def num_counted(self) -> int:
        return self.object_list.count_up_to(MOST_LISTED)

    @cached_property
    def count(self) -> int:
        return min(self.num_counted, MOST_LISTED)

    @property
    def has_more(self) -> bool:
        """Whether there are products on none of the pages."""
        return self.num_counted > MOST_LISTED
