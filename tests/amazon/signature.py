from __future__ import annotations

import re
from email.message import Message

from tests.amazon.errors import ForbiddenError

AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/,\s]+)/(?P<date>\d{8})"
    r"/(?P<region>[a-z0-9-]+)/(?P<service>[a-z0-9-]+)/aws4_request, ?"
    r"SignedHeaders=(?P<headers>[a-z0-9;-]+), ?Signature=[0-9a-f]{64}"
)


def check_signature(headers: Message) -> None:
    """Refuse what is not signed for Personalize. The secret is unknown here, so the
    signature's value is not recomputed."""
    authorization = headers.get("Authorization")
    if not authorization:
        raise ForbiddenError("MissingAuthenticationTokenException", "Missing token.")
    match = AUTHORIZATION.fullmatch(authorization)
    if match is None:
        raise ForbiddenError("IncompleteSignatureException", "Not a SigV4 header.")
    _check_scope(match, headers.get("X-Amz-Date", ""))


def _check_scope(match: re.Match[str], amz_date: str) -> None:
    if match["service"] != "personalize":
        message = "Credential should be scoped to correct service: 'personalize'."
        raise ForbiddenError("InvalidSignatureException", message)
    if not {"host", "x-amz-date"} <= set(match["headers"].split(";")):
        raise ForbiddenError(
            "InvalidSignatureException", "host and x-amz-date are unsigned."
        )
    if not amz_date.startswith(match["date"]):
        raise ForbiddenError(
            "InvalidSignatureException", "Date of scope and request differ."
        )
