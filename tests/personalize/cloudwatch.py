"""CloudWatch over HTTP, and what it was told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import boto3
from moto.moto_api._internal.models import moto_api_backend
from moto.server import ThreadedMotoServer

REGION = "eu-west-1"


@contextmanager
def run_cloudwatch() -> Iterator[str]:
    """Serve an empty CloudWatch; gives its endpoint."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        moto_api_backend.reset()
        server.stop()


@contextmanager
def open_client(url: str) -> Iterator[Any]:
    session = boto3.Session(
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="a secret that opens nothing",
        region_name=REGION,
    )
    with closing(session.client("cloudwatch", endpoint_url=url)) as client:
        yield client
