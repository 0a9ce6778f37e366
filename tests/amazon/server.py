from __future__ import annotations

import os
import socket
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self

from tests.amazon import control
from tests.amazon.answers import Answer
from tests.amazon.faults import DRIP_SECONDS, REFUSALS, SPOILT_BODIES, WAITING, Fault
from tests.amazon.service import Request, serve
from tests.amazon.state import Call, State

HOST = "127.0.0.1"
LINGER_ZERO = struct.pack("ii", 1, 0)


class AmazonStandIn(State):
    """Both services on one port; ``url`` is the ``endpoint_url`` of both clients."""

    def __init__(
        self,
        *,
        tracking_id: str = "tracking-1",
        port: int = 0,
        log_path: Path | None = None,
    ) -> None:
        super().__init__(tracking_id=tracking_id, log_path=log_path)
        self.port = port
        self._server: Server | None = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> Self:
        if self._server is None:
            self._server = Server((HOST, self.port), partial(Handler, self))
            self.port = self._server.server_port
            serve_forever = partial(self._server.serve_forever, poll_interval=0.02)
            Thread(target=serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        """Refuse connections until started again, and cut those that are open."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server.cut_connections()
            self._server = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exception: object) -> None:
        self.stop()


class Server(ThreadingHTTPServer):
    # A burst of clients must queue, not be turned away.
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], handler: Callable[..., Any]) -> None:
        self._connections: set[socket.socket] = set()
        super().__init__(address, handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def cut_connections(self) -> None:
        for connection in list(self._connections):
            cut(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # Clients that hang up are the point of half the tests.
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, state: State, *args: Any) -> None:
        self.state = state
        super().__init__(*args)

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        raw = self.rfile.read(length)
        if self.path.startswith(control.PREFIX):
            self.send(control.control(self.state, self.path, raw))
            return
        request = Request(
            method=self.command, path=self.path, headers=self.headers, raw=raw
        )
        self.handle_call(request)

    def do_POST(self) -> None:
        self.do_GET()

    def handle_call(self, request: Request) -> None:
        call = Call(operation=request.operation, body=request.body)
        self.state.calls.append(call)
        fault = self.state.fault
        mode = fault.take(call.operation)
        if mode == "reset" or not self.wait(mode, fault):
            self.reset()
            return
        answer = REFUSALS.get(mode) or serve(self.state, request)
        call.status = answer.status
        self.respond(mode, answer)

    def wait(self, mode: str, fault: Fault) -> bool:
        return mode not in WAITING or fault.wait(self.is_connected)

    def respond(self, mode: str, answer: Answer) -> None:
        if mode == "lost":
            self.reset()
            return
        if mode in SPOILT_BODIES and answer.status == 200:
            answer = replace(answer, body=SPOILT_BODIES[mode])
        self.send(answer, drip=mode == "drip")

    def send(self, answer: Answer, *, drip: bool = False) -> None:
        data = answer.render()
        if not drip:
            self.wfile.write(data)
            return
        for byte in data:
            self.wfile.write(bytes([byte]))
            time.sleep(DRIP_SECONDS)

    def reset(self) -> None:
        """Close so that the client sees RST, not an orderly end."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_ZERO)
        os.close(self.connection.detach())

    def is_connected(self) -> bool:
        try:
            peeked = self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return bool(peeked)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: ``calls`` is the log."""


def cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # Its client was faster.
