from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus

from personalize.emulator.errors import ServiceError

REST_JSON = "application/json"
JSON_1_1 = "application/x-amz-json-1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An HTTP response, ready to be written."""

    status: int = 200
    body: bytes = b""
    content_type: str = REST_JSON
    error_type: str | None = None
    is_last: bool = False
    """Whether the connection ends with it."""

    @classmethod
    def of(cls, content: object, *, content_type: str = REST_JSON) -> Answer:
        return cls(body=json.dumps(content).encode(), content_type=content_type)

    @classmethod
    def from_error(cls, error: ServiceError, content_type: str = REST_JSON) -> Answer:
        content = {"__type": error.code, "message": error.message}
        return cls(
            status=error.status,
            body=json.dumps(content).encode(),
            content_type=content_type,
            error_type=error.code,
        )

    @property
    def headers(self) -> dict[str, str]:
        headers = {
            "x-amzn-RequestId": str(uuid.uuid4()),
            "Date": formatdate(usegmt=True),
            "Content-Type": self.content_type,
            "Content-Length": str(len(self.body)),
        }
        if self.error_type:
            headers["x-amzn-ErrorType"] = self.error_type
        if self.is_last:
            headers["Connection"] = "close"
        return headers

    def render(self) -> bytes:
        status = HTTPStatus(self.status)
        lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body
