from __future__ import annotations

from celery import shared_task

from shop.catalog.models import SearchCount

# A year and a month, to compare a month with the one a year before.
SEARCHES_KEPT_DAYS = 396


@shared_task(name="shop.forget_old_searches")
def forget_old_searches() -> int:
    return SearchCount.objects.forget(SEARCHES_KEPT_DAYS)
