"""Lists in pages, with a token that says where the next one begins."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from personalize.emulator.errors import InvalidNextTokenError

DEFAULT_RESULTS = 100

Entry = TypeVar("Entry")


def cut_page(
    entries: Sequence[Entry], request: dict[str, Any], *, key: Callable[[Entry], str]
) -> tuple[Sequence[Entry], dict[str, str]]:
    """Return a page, and ``{"nextToken": …}`` when there are more.

    The token names the last entry of the page and what the list was asked with: it
    holds when entries are added meanwhile, and opens no other list.
    """
    begin = _find_begin(entries, request, key)
    end = begin + request.get("maxResults", DEFAULT_RESULTS)
    page = entries[begin:end]
    if end >= len(entries):
        return page, {}
    return page, {"nextToken": _encode(key(page[-1]), request)}


def _find_begin(
    entries: Sequence[Entry], request: dict[str, Any], key: Callable[[Entry], str]
) -> int:
    if "nextToken" not in request:
        return 0
    last = _decode(request["nextToken"], request)
    keys = [key(entry) for entry in entries]
    if last not in keys:
        raise InvalidNextTokenError("The token is no longer valid. List anew.")
    return keys.index(last) + 1


def _encode(last: str, request: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(
        json.dumps([last, _filters(request)]).encode()
    ).decode()


def _decode(token: str, request: dict[str, Any]) -> str:
    try:
        last, filters = json.loads(base64.urlsafe_b64decode(token))
    except (binascii.Error, ValueError, TypeError) as error:
        raise InvalidNextTokenError("The token is invalid.") from error
    if filters != _filters(request) or not isinstance(last, str):
        raise InvalidNextTokenError("The token belongs to another list.")
    return last


def _filters(request: dict[str, Any]) -> dict[str, Any]:
    paging = ("nextToken", "maxResults")
    return {name: value for name, value in request.items() if name not in paging}
