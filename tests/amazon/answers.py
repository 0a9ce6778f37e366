from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from tests.amazon.errors import ServiceError


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    error_type: str | None = None

    @classmethod
    def of(cls, content: object) -> Answer:
        return cls(body=json.dumps(content).encode())

    @classmethod
    def from_error(cls, error: ServiceError) -> Answer:
        content: dict[str, Any] = {"__type": error.code, "message": error.message}
        return cls(
            status=error.status,
            body=json.dumps(content).encode(),
            error_type=error.code,
        )

    @property
    def headers(self) -> dict[str, str]:
        headers = {
            "x-amzn-RequestId": str(uuid.uuid4()),
            "Content-Type": self.content_type,
            "Content-Length": str(len(self.body)),
        }
        if self.error_type:
            headers["x-amzn-ErrorType"] = self.error_type
        return headers

    def render(self) -> bytes:
        status = HTTPStatus(self.status)
        lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode() + self.body
