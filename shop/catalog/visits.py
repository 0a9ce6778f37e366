"""Who asked for a page: a person, or a browser that prepares for one."""

from __future__ import annotations

from django.http import HttpRequest

# A browser that fetches a page before anybody clicked says so in one of these.
PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
PREFETCH_PURPOSES = ("prefetch", "prerender", "preview")


def is_partial(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of a page, not for all of it."""
    htmx = request.htmx
    return bool(htmx) and not (htmx.boosted or htmx.history_restore_request)


def is_opened_by_person(request: HttpRequest) -> bool:
    """Whether somebody looks at the page that this request renders."""
    is_whole_page = request.method == "GET" and not is_partial(request)
    return is_whole_page and not _is_prefetch(request)


def _is_prefetch(request: HttpRequest) -> bool:
    purposes = [request.headers.get(name, "").lower() for name in PREFETCH_HEADERS]
    return any(word in purpose for purpose in purposes for word in PREFETCH_PURPOSES)
