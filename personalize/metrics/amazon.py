"""Clients for those who can wait a little: operators, and tasks."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import NoCredentialsError

CONNECT_TIMEOUT = 2
READ_TIMEOUT = 5


class AmazonClients:
    """Makes each client once, from a session of its own; safe to share by threads.

    ``endpoint_urls`` names services that are elsewhere than at Amazon.
    """

    def __init__(
        self, *, region: str = "", endpoint_urls: Mapping[str, str] | None = None
    ) -> None:
        self.region = region
        self._endpoint_urls = dict(endpoint_urls or {})
        self._session: boto3.Session | None = None
        self._clients: dict[str, Any] = {}
        self._lock = Lock()

    def get(self, service: str) -> Any:
        with self._lock:
            if service not in self._clients:
                self._clients[service] = self._make(service)
            return self._clients[service]

    def find_credentials(self) -> str:
        """Return how boto3 found them, perhaps after seconds."""
        with self._lock:
            credentials = self._get_session().get_credentials()
        if credentials is None:
            raise NoCredentialsError
        return str(credentials.method)

    def find_region(self) -> str:
        """Return the region that was given, or the one that boto3 finds."""
        with self._lock:
            return self._get_session().region_name or ""

    def close(self) -> None:
        for client in self._clients.values():
            client.close()

    def _get_session(self) -> boto3.Session:
        if self._session is None:
            self._session = boto3.Session(region_name=self.region or None)
        return self._session

    def _make(self, service: str) -> Any:
        session = self._get_session()
        if session.get_credentials() is None:
            raise NoCredentialsError
        make: Any = session.client
        return make(
            service,
            endpoint_url=self._endpoint_urls.get(service) or None,
            config=_configure(),
        )


def _configure() -> Config:
    return Config(
        connect_timeout=CONNECT_TIMEOUT,
        read_timeout=READ_TIMEOUT,
        retries={"mode": "standard", "total_max_attempts": 2},
        # As for the backend: AWS_ENDPOINT_URL may be meant for another service.
        ignore_configured_endpoint_urls=True,  # type: ignore[call-arg]
    )
