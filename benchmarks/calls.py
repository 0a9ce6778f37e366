"""Calls of the shop: over HTTP on connections kept alive, or within this process."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from wsgiref.util import setup_testing_defaults

from shop.wsgi import application

CONNECTIONS = 4
# A person's browser: pages track nobody else.
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    path: str
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    # A part of the answer without which it is not the one to be measured.
    expected: bytes = b""

    @property
    def all_headers(self) -> dict[str, str]:
        headers = {"Host": "localhost", "User-Agent": AGENT, **self.headers}
        return headers | ({"Content-Type": "application/json"} if self.body else {})


class CallFailedError(Exception):
    """What was to be measured does not work."""


def send_http(port: int, calls: Sequence[Call]) -> int:
    """Send the calls over a few connections at once; return how many they were."""
    shares = [calls[start::CONNECTIONS] for start in range(CONNECTIONS)]
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda share: _send_share(port, share), shares))
    return len(calls)


def send_one_by_one(port: int, calls: Sequence[Call], before: Callable[[], Any]) -> int:
    """Send the calls over one connection, and do something before each."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        for call in calls:
            before()
            _exchange(connection, call)
    return len(calls)


def send_wsgi(calls: Sequence[Call]) -> int:
    """Hand the calls to the application in this process, one after the other."""
    for call in calls:
        statuses: list[str] = []
        answer = application(
            _make_environ(call), lambda status, *_, seen=statuses: seen.append(status)
        )
        with closing(answer):
            body = b"".join(answer)
        _check(call, int(statuses[0][:3]), body)
    return len(calls)


def _send_share(port: int, calls: Sequence[Call]) -> None:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        for call in calls:
            _exchange(connection, call)


def _exchange(connection: HTTPConnection, call: Call) -> None:
    connection.request(call.method, call.path, call.body or None, call.all_headers)
    response = connection.getresponse()
    _check(call, response.status, response.read())


def _check(call: Call, status: int, body: bytes) -> None:
    if status >= 300 or call.expected not in body:
        text = body[:300].decode(errors="replace")
        raise CallFailedError(f"{call.method} {call.path}: {status} {text}")


def _make_environ(call: Call) -> dict[str, Any]:
    path, _, query = call.path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": call.method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_LENGTH": str(len(call.body)),
        "CONTENT_TYPE": call.all_headers.get("Content-Type", ""),
        "wsgi.input": io.BytesIO(call.body),
    }
    for name, value in call.all_headers.items():
        environ[f"HTTP_{name.upper().replace('-', '_')}"] = value
    setup_testing_defaults(environ)
    return environ
