from __future__ import annotations

import re
from email.message import Message

from personalize.emulator.errors import ForbiddenError

AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/,\s]+)/(?P<date>\d{8})"
    r"/(?P<region>[a-z0-9-]+)/(?P<service>[a-z0-9-]+)/aws4_request, ?"
    r"SignedHeaders=(?P<headers>[a-z0-9;-]+), ?Signature=[0-9a-f]{64}"
)


def check_signature(headers: Message) -> str:
    """Refuse what is not signed for Personalize, and tell the region it is signed for.

    The secret is unknown here, so the signature's value is not computed again.
    """
    authorization = headers.get("Authorization")
    if not authorization:
        raise ForbiddenError(
            "Missing Authentication Token", code="MissingAuthenticationTokenException"
        )
    match = AUTHORIZATION.fullmatch(authorization)
    if match is None:
        raise ForbiddenError(
            "The Authorization header is not of Signature Version 4.",
            code="IncompleteSignatureException",
        )
    _check_scope(match, headers.get("X-Amz-Date", ""))
    return match["region"]


def _check_scope(match: re.Match[str], amz_date: str) -> None:
    if match["service"] != "personalize":
        _refuse("Credential should be scoped to correct service: 'personalize'.")
    if not {"host", "x-amz-date"} <= set(match["headers"].split(";")):
        _refuse("'Host' and 'X-Amz-Date' must be signed headers.")
    if not amz_date.startswith(match["date"]):
        _refuse("Date in Credential scope does not match the date of the request.")


def _refuse(message: str) -> None:
    raise ForbiddenError(message, code="InvalidSignatureException")
