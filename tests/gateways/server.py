"""A payment gateway on this machine, over real HTTP: what all have in common."""

from __future__ import annotations

import json
import socket
import struct
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from random import randrange
from threading import Thread
from typing import Any

import requests
from flask import Flask, Response, abort, request
from werkzeug.serving import WSGIRequestHandler, make_server

SLOW = "slow"
DOWN = "down"
RESET = "reset"
# Longer than the shop waits in tests.
SECONDS = 1.5


@dataclass(frozen=True, slots=True)
class Webhook:
    """A message to the shop, with the gateway's signature."""

    body: bytes
    headers: Mapping[str, str]


class QuietHandler(WSGIRequestHandler):
    def log(self, *args: Any) -> None:
        pass


@dataclass
class Log:
    """What the gateway was asked, as method and path."""

    calls: list[str] = field(default_factory=list)

    def count(self, call: str) -> int:
        return self.calls.count(call)


class Gateway:
    """Answers until it is stopped; ``faults`` are what its next answers are."""

    name = ""
    # No two things have the same, in whatever test.
    numbers = count(randrange(10**9))

    def __init__(self) -> None:
        self.app = Flask(type(self).__name__)
        self.app.before_request(self._meet)
        self.add_routes(self.app)
        self.server = make_server(
            "127.0.0.1", 0, self.app, threaded=True, request_handler=QuietHandler
        )
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        self.reset()

    @property
    def url(self) -> str:
        # Another site than 127.0.0.1, where the shop of the browser tests is.
        return f"http://localhost:{self.server.port}"

    def reset(self) -> None:
        """Forget everything, as between two tests."""
        self.log = Log()
        self.faults: deque[str] = deque()
        self.webhooks: list[Webhook] = []
        # What the shop said to them.
        self.answered: list[str] = []
        # Where webhooks are sent; without it they are only kept.
        self.webhook_url = ""

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def add_routes(self, app: Flask) -> None:
        raise NotImplementedError

    def sign(self, body: bytes) -> dict[str, str]:
        raise NotImplementedError

    def announce(self, event: Mapping[str, Any]) -> Webhook:
        """Tell the shop, signed; or keep the message for the test to send."""
        body = json.dumps(event).encode()
        webhook = Webhook(body, self.sign(body))
        self.webhooks.append(webhook)
        if self.webhook_url:
            self.send(webhook)
        return webhook

    def send(self, webhook: Webhook) -> None:
        headers = {"Content-Type": "application/json", **webhook.headers}
        answer = requests.post(
            self.webhook_url, data=webhook.body, headers=headers, timeout=20
        )
        self.answered.append(f"{answer.status_code} {answer.text[:200]}")

    def _meet(self) -> Response | None:
        self.log.calls.append(f"{request.method} {request.path}")
        if not self.faults:
            return None
        return FAULTS[self.faults.popleft()](self)


def _be_slow(gateway: Gateway) -> None:
    log = gateway.log
    time.sleep(SECONDS)
    if gateway.log is not log:
        # The test that asked is over.
        abort(503)


def _be_down(gateway: Gateway) -> Response:
    abort(Response("<h1>Bad gateway</h1>", status=502, mimetype="text/html"))


def _reset(gateway: Gateway) -> Response:
    """Hang up in the middle, as a connection does that breaks."""
    connection = request.environ["werkzeug.socket"]
    linger = struct.pack("ii", 1, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    connection.close()
    return Response("")


FAULTS: dict[str, Callable[[Gateway], Response | None]] = {
    SLOW: _be_slow,
    DOWN: _be_down,
    RESET: _reset,
}
