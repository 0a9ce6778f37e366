"""The emulator: an HTTP server for the three services on one port.

    with Emulator() as emulator:
        client = boto3.client("personalize", endpoint_url=emulator.url, …)

How to add to it: ``registry`` (operations and rules), ``lifecycle`` (work that takes
time), ``control`` (paths for tests), ``state`` (resources), ``database`` (rows).
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Sequence
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Self

from personalize.emulator.faults import Fault, Faults
from personalize.emulator.handler import Handler
from personalize.emulator.request_log import LoggedRequest, RequestLog
from personalize.emulator.scripting import clear_scripts, script
from personalize.emulator.scripting_trackers import make_tracker
from personalize.emulator.service_models import SERVICES
from personalize.emulator.state import Options, State

HOST = "127.0.0.1"


class Emulator:
    """Amazon Personalize; ``url`` is the ``endpoint_url`` of all three clients.

    ``pace`` is how many seconds a resource stays in each station of its creation,
    ``quotas`` whether the account's quotas hold, ``data_folder`` a folder that stands
    for S3, ``state_path`` a file that keeps everything; without it memory does. Without
    ``port`` a free one is taken.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        host: str = HOST,
        state_path: Path | None = None,
        pace: float = 0,
        quotas: bool = False,
        data_folder: Path | None = None,
    ) -> None:
        self.host = host
        self.port = port
        self.faults = Faults()
        self.requests = RequestLog()
        options = Options(pace=pace, quotas=quotas, data_folder=data_folder)
        self.state = State(options=options, state_path=state_path)
        self._server: Server | None = None

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What leads every AWS SDK and the AWS CLI here, and nothing else with it."""
        return {
            f"AWS_ENDPOINT_URL_{service.replace('-', '_').upper()}": self.url
            for service in SERVICES
        }

    def start(self) -> Self:
        if self._server is None:
            self._server = Server((self.host, self.port), partial(Handler, self))
            self.port = self._server.server_port
            serve_forever = partial(self._server.serve_forever, poll_interval=0.02)
            Thread(target=serve_forever, daemon=True).start()
            self.state.resume()
        return self

    def stop(self) -> None:
        """Refuse connections until started again, and cut those that are open."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server.cut_connections()
            self._server = None

    def close(self) -> None:
        """Stop for good; what memory held is lost."""
        self.faults.clear()
        self.stop()
        self.state.close()

    def settle(self) -> None:
        """Wait until nothing is imported or trained any more."""
        self.state.jobs.join()

    def fail(self, mode: str, **options: Any) -> None:
        """Let a fault of ``faults`` befall requests, instead of those before it."""
        self.faults.clear()
        self.faults.add(Fault(mode=mode, **options))

    def heal(self) -> None:
        self.faults.clear()

    def script(self, arn: str, item_ids: Sequence[str], **options: Any) -> None:
        """Let a campaign or recommender answer with these items; see ``scripting``."""
        script(self.state, arn, item_ids, **options)

    def clear_scripts(self) -> None:
        clear_scripts(self.state)

    def track(self, tracking_id: str, group_arn: str | None = None) -> None:
        """Take in events for a tracking id that is known beforehand."""
        make_tracker(self.state, tracking_id, group_arn)

    def get_requests(self, operation: str | None = None) -> list[LoggedRequest]:
        """What arrived, oldest first, with the status that it was answered with."""
        return self.requests.get_all(operation)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exception: object) -> None:
        self.close()


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
            _cut(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        # Clients hang up; what else goes wrong is a mistake of the emulator.
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # Its client was faster.
