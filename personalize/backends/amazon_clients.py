"""The clients of Amazon Personalize: where they connect, and how long they wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import NoCredentialsError

if TYPE_CHECKING:
    from mypy_boto3_personalize_events import PersonalizeEventsClient
    from mypy_boto3_personalize_runtime import PersonalizeRuntimeClient

# Calls at once that a relay of events makes without discarding connections.
EVENTS_POOL = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Clients:
    """Safe to share between threads, unlike the session they are made from."""

    events: PersonalizeEventsClient
    runtime: PersonalizeRuntimeClient

    def close(self) -> None:
        self.events.close()
        self.runtime.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientOptions:
    region: str = ""
    events_endpoint_url: str = ""
    runtime_endpoint_url: str = ""
    connect_timeout: float
    read_timeout: float
    threads: int

    def make_clients(self) -> Clients:
        """Look up the credentials, which may take seconds, and make both clients."""
        session = boto3.Session(region_name=self.region or None)
        # A client made without credentials would be without them for ever.
        if session.get_credentials() is None:
            raise NoCredentialsError
        return Clients(
            events=session.client(
                "personalize-events",
                endpoint_url=self.events_endpoint_url or None,
                config=_configure(connect=1, read=3, pool=EVENTS_POOL),
            ),
            runtime=session.client(
                "personalize-runtime",
                endpoint_url=self.runtime_endpoint_url or None,
                config=_configure(
                    connect=self.connect_timeout,
                    read=self.read_timeout,
                    pool=2 * self.threads,
                ),
            ),
        )


def _configure(*, connect: float, read: float, pool: int) -> Config:
    return Config(
        connect_timeout=connect,
        read_timeout=read,
        # One attempt: a page asks the next backend, and events have an outbox. The
        # mode is named because its default changes between versions of botocore.
        retries={"mode": "standard", "total_max_attempts": 1},
        max_pool_connections=pool,
        tcp_keepalive=True,
        # AWS_ENDPOINT_URL, set for another service, must not redirect events.
        ignore_configured_endpoint_urls=True,  # type: ignore[call-arg]
    )
