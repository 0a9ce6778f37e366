"""A call sent again under its key is answered as the first time, and done once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from shop.api.errors import Conflict

HEADER = "Idempotency-Key"
KEY = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
# As long as a device may be without a network and try again.
KEPT_SECONDS = 24 * 3600
# A call takes less; one that died does not block its key for longer.
RUNNING_SECONDS = 60

Door = Callable[..., Response]


def idempotent(door: Door) -> Door:
    """Do what has an Idempotency-Key once, and answer it alike each time."""

    @wraps(door)
    def answer(view: Any, request: Request, **kwargs: Any) -> Response:
        given = request.headers.get(HEADER)
        if given is None:
            return door(view, request, **kwargs)
        key, content = _make_key(request, check_key(given)), _digest(request.data)
        if not cache.add(key, {"content": content}, RUNNING_SECONDS):
            return _repeat(cache.get(key) or {}, content)
        return _do(key, content, lambda: door(view, request, **kwargs))

    return answer


def check_key(value: str) -> str:
    if not KEY.fullmatch(value):
        sentence = "1 to 64 characters of A-Z, a-z, 0-9, '_', '.', ':' and '-'."
        raise ValidationError({HEADER: [sentence]})
    return value


def _do(key: str, content: str, act: Callable[[], Response]) -> Response:
    is_done = False
    try:
        response = act()
        is_done = True
    finally:
        # What was refused or failed may be tried again.
        if not is_done:
            cache.delete(key)
    stored = {"content": content, "status": response.status_code, "data": response.data}
    cache.set(key, stored, KEPT_SECONDS)
    return response


def _repeat(stored: dict[str, Any], content: str) -> Response:
    if stored.get("content", content) != content:
        raise Conflict(f"This {HEADER} was used for another call.")
    if "status" not in stored:
        raise Conflict("The same call is being done. Try again in a moment.")
    headers = {"Idempotency-Replayed": "true"}
    return Response(stored["data"], status=stored["status"], headers=headers)


def _make_key(request: Request, given: str) -> str:
    user = request.user
    caller = user.pk if user.is_authenticated else request._request.cart_token
    return f"shop.api.done:{_digest([str(caller), request.path, given])}"


def _digest(data: Any) -> str:
    content = json.dumps(data, sort_keys=True, default=str)
    return hashlib.sha256(content.encode()).hexdigest()
