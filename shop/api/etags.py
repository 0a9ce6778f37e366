"""Answers that all see alike: kept by clients, and known again by their ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

# So long an answer may be shown without asking again. Prices and stock are looked at
# again when something is bought.
MAX_AGE = 30

Door = Callable[..., Any]


def conditional(door: Door) -> Door:
    """Answer 304 to whoever has the answer already.

    For as long as a client may keep it, nothing but the cache is asked.
    """

    @wraps(door)
    def answer(view: Any, request: Request, **kwargs: Any) -> HttpResponse:
        key = _make_key(request)
        known = cache.get(key)
        if known and _has(request, known):
            return _mark(HttpResponseNotModified(), known)
        body = JSONRenderer().render(door(view, request, **kwargs).data)
        etag = f'"{_digest(body)}"'
        cache.set(key, etag, MAX_AGE)
        if _has(request, etag):
            return _mark(HttpResponseNotModified(), etag)
        return _mark(HttpResponse(body, content_type="application/json"), etag)

    return answer


def _make_key(request: Request) -> str:
    return f"shop.api.etag:{_digest(request.build_absolute_uri().encode())}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def _has(request: Request, etag: str) -> bool:
    given = parse_etags(request.headers.get("If-None-Match", ""))
    return etag in [each.removeprefix("W/") for each in given] or given == ["*"]


def _mark(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response
