"""JSON as strict as what is stored: small, flat, UTF-8, without surprises."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import IO, Any, NoReturn

from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser

from personalize.errors import PayloadTooLarge

DEFAULT_LIMIT = 16 * 1024
MAX_DEPTH = 5
# PostgreSQL stores neither NUL nor half a surrogate pair.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]*)", re.IGNORECASE)


class StrictJSONParser(BaseParser):
    """Refuses what DRF's own parser lets through to a 500, or to the memory.

    A view sets the largest body it takes as ``max_body``.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        check_charset(media_type or "")
        context = parser_context or {}
        limit = getattr(context.get("view"), "max_body", DEFAULT_LIMIT)
        check_length(context["request"].META.get("CONTENT_LENGTH"), limit)
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise PayloadTooLarge
        return parse_json(body)


def check_charset(media_type: str) -> None:
    """Only UTF-8: Python's other codecs make gigabytes of a few bytes."""
    found = CHARSET.search(media_type)
    if found and found[1].lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(media_type, "Only UTF-8 is understood.")


def check_length(announced: str | None, limit: int) -> None:
    if announced and announced.isdigit() and int(announced) > limit:
        raise PayloadTooLarge


def parse_json(body: bytes) -> Any:
    try:
        data = json.loads(
            body.decode(),
            object_pairs_hook=_make_object,
            parse_constant=_refuse_constant,
        )
    except (ValueError, RecursionError) as error:
        raise ParseError("The body is not valid JSON in UTF-8.") from error
    check(data)
    return data


def check(value: Any, depth: int = 1) -> None:
    """Refuse what is nested too deep, and values that no database column holds."""
    if depth > MAX_DEPTH and isinstance(value, dict | list):
        raise ParseError(f"The body is nested more than {MAX_DEPTH} deep.")
    if isinstance(value, str) and UNSTORABLE.search(value):
        raise ParseError("NUL and lone surrogates are not text.")
    if isinstance(value, float) and not math.isfinite(value):
        raise ParseError("A number is out of range.")
    for each in _parts(value):
        check(each, depth + 1)


def _parts(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        raise ParseError("A key is given twice.")
    return result


def _refuse_constant(name: str) -> NoReturn:
    raise ParseError(f"{name} is not a number.")
