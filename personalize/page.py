"""What the blocks of one page share."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from django.http import HttpRequest
from rest_framework.request import Request

from personalize.catalog import get_catalog
from personalize.conf import conf
from personalize.enums import EventType
from personalize.identity import Visitor, get_visitor
from personalize.models import Event

# Enough to know somebody's taste of the moment and what they bought lately.
HISTORY_LENGTH = 100


class Page:
    """One visitor's page: what it has shown, what it must not show, the time it has."""

    def __init__(self, request: HttpRequest, visitor: Visitor) -> None:
        self.request = request
        self.visitor = visitor
        self.shown: set[str] = set()
        self.seconds_left = conf.PAGE_DEADLINE

    @cached_property
    def history(self) -> tuple[Event, ...]:
        """The visitor's latest events, newest first."""
        if not self.visitor.id:
            return ()
        events = Event.objects.of_visitor(self.visitor.id).latest_first()
        return tuple(events.without_delivery()[:HISTORY_LENGTH])

    @cached_property
    def purchased_ids(self) -> frozenset[str]:
        return frozenset(
            event.item_id
            for event in self.history
            if event.event_type == EventType.PURCHASE
        )

    @cached_property
    def cart_ids(self) -> frozenset[str]:
        return frozenset(get_catalog().get_excluded_ids(self.request))

    @property
    def history_marker(self) -> str:
        """Changes when the visitor does something, and when it has been delivered."""
        if not self.history:
            return ""
        latest = self.history[0]
        return f"{latest.pk}-{latest.status}"

    @contextmanager
    def on_the_clock(self) -> Iterator[float]:
        """Take the time of the block from the page's; gives the deadline."""
        start = time.monotonic()
        try:
            yield start + self.seconds_left
        finally:
            spent = time.monotonic() - start
            self.seconds_left = max(0.0, self.seconds_left - spent)


def get_page(request: HttpRequest | Request, visitor: Visitor | None = None) -> Page:
    """Return the page that this request is rendering, for this visitor."""
    http_request: HttpRequest = getattr(request, "_request", request)
    visitor = visitor or get_visitor(http_request)
    page: Page | None = getattr(http_request, "_personalize_page", None)
    if page is None or page.visitor != visitor:
        page = Page(http_request, visitor)
        http_request._personalize_page = page  # type: ignore[attr-defined]
    return page
