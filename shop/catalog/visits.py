"""Who asked for a page: a person, or a browser that prepares for one."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

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


def get_next_address(request: HttpRequest, default: str) -> str:
    """Return where a form wants to go next, if that is a page of this shop."""
    here = request.htmx.current_url_abs_path if request.htmx else ""
    address = request.POST.get("next") or here or default
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else default


def _is_prefetch(request: HttpRequest) -> bool:
    purposes = [request.headers.get(name, "").lower() for name in PREFETCH_HEADERS]
    return any(word in purpose for purpose in purposes for word in PREFETCH_PURPOSES)
