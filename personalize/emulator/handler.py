from __future__ import annotations

import os
import select
import socket
import struct
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

from personalize.emulator import faults
from personalize.emulator.answers import Answer
from personalize.emulator.control import PREFIX, control
from personalize.emulator.errors import ServiceError
from personalize.emulator.faults import Fault
from personalize.emulator.protocol import Request, refuse, serve
from personalize.emulator.request_log import LoggedRequest

if TYPE_CHECKING:
    from personalize.emulator.server import Emulator

LINGER_ZERO = struct.pack("ii", 1, 0)
IDLE_SECONDS = 300
# Amazon's own limit for a request is 10 MB on most services.
MAX_BODY = 10 * 1024 * 1024


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Each connection has a thread, which one that nobody uses shall not keep.
    timeout = IDLE_SECONDS
    disable_nagle_algorithm = True

    def __init__(self, emulator: Emulator, *args: Any) -> None:
        self.emulator = emulator
        super().__init__(*args)

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not length.isdecimal():
            self.send_last(Answer(status=411))
            return
        if int(length) > MAX_BODY:
            self.send_last(Answer(status=413))
            return
        raw = self.rfile.read(int(length))
        if self.path.startswith(PREFIX):
            self.send(control(self.emulator, self.command, self.path, raw))
            return
        self.handle_call(
            Request(method=self.command, path=self.path, headers=self.headers, raw=raw)
        )

    def do_GET(self) -> None:
        self.do_POST()

    def do_PUT(self) -> None:
        self.do_POST()

    def do_DELETE(self) -> None:
        self.do_POST()

    def send_last(self, answer: Answer) -> None:
        """Answer, and end the connection: what follows on it would not be read."""
        self.close_connection = True
        self.send(replace(answer, is_last=True))

    def handle_call(self, request: Request) -> None:
        log = LoggedRequest(
            operation=request.operation, body=request.body, at=time.time()
        )
        self.emulator.requests.add(log)
        fault = self.emulator.faults.take(log.operation)
        if not self.wait(fault):
            self.reset()
            return
        log.status = 500
        answer = self.get_answer(request, fault)
        log.status, log.error = answer.status, answer.error_type
        self.respond(answer, fault)

    def wait(self, fault: Fault | None) -> bool:
        """Let a fault delay the request; False when it shall have no answer."""
        if fault is None:
            return True
        if fault.mode in faults.WAITING:
            return fault.wait(self.is_connected)
        return fault.mode != "reset"

    def get_answer(self, request: Request, fault: Fault | None) -> Answer:
        mode = fault.mode if fault else ""
        if mode == "html":
            return faults.HTML
        error = faults.make_error(mode)
        return refuse(request, error) if error else self.serve(request)

    def serve(self, request: Request) -> Answer:
        answer = None
        try:
            answer = serve(self.emulator.state, request)
        finally:
            # A mistake of the emulator's own: its traceback is printed by the server.
            if answer is None:
                failure = ServiceError("Internal failure.", status=500)
                self.send_last(refuse(request, failure))
        return answer

    def respond(self, answer: Answer, fault: Fault | None) -> None:
        mode = fault.mode if fault else ""
        if mode == "lost":
            self.reset()
            return
        if mode in faults.SPOILT_BODIES and answer.status == 200:
            answer = replace(answer, body=faults.SPOILT_BODIES[mode])
        self.send(answer, drip=mode == "drip")

    def send(self, answer: Answer, *, drip: bool = False) -> None:
        data = answer.render()
        if not drip:
            self.wfile.write(data)
            return
        for byte in data:
            self.wfile.write(bytes([byte]))
            time.sleep(faults.DRIP_SECONDS)

    def reset(self) -> None:
        """Close so that the client sees RST, not an orderly end."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_ZERO)
        os.close(self.connection.detach())

    def is_connected(self) -> bool:
        poll = select.poll()
        poll.register(self.connection, select.POLLIN)
        if not poll.poll(0):
            return True
        try:
            peeked = self.connection.recv(1, socket.MSG_PEEK)
        except OSError:
            return False
        return bool(peeked)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the log of requests is kept elsewhere."""
