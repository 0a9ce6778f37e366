from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest

from personalize.emulator import Emulator
from personalize.emulator.table import make_table
from tests.emulator.world import make_group

pytest_plugins = ["personalize.emulator.pytest_plugin"]
ROOT = Path(__file__).parents[2]
MODULE = ["-m", "personalize.emulator"]
COMMAND = ["manage.py", "personalize_emulator"]


@contextmanager
def run(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Start it, and read the four lines that it prints once it serves."""
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process, [process.stdout.readline().strip() for _ in range(4)]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("command", [MODULE, COMMAND], ids=["module", "command"])
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_command_ends_cleanly(command: list[str], ending: signal.Signals) -> None:
    with run(*command, "--port", "0") as (process, lines):
        process.send_signal(ending)
        assert process.wait(10) == 0
    url = lines[0].split()[-1]
    assert lines[1:] == [
        f"export AWS_ENDPOINT_URL_PERSONALIZE={url}",
        f"export AWS_ENDPOINT_URL_PERSONALIZE_EVENTS={url}",
        f"export AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME={url}",
    ]


def test_what_a_killed_process_had_is_kept(session: Any, tmp_path: Path) -> None:
    arguments = [*MODULE, "--port", "0", "--state", str(tmp_path / "state")]
    with run(*arguments) as (process, lines):
        url = lines[0].split()[-1]
        with closing(session.client("personalize", endpoint_url=url)) as client:
            arn = make_group(client)
        process.kill()
        process.wait(10)
    with Emulator(state_path=tmp_path / "state") as emulator:
        assert emulator.state.peek(arn) is not None


@pytest.mark.parametrize("command", [MODULE, COMMAND], ids=["module", "command"])
def test_a_port_in_use_is_said(command: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = subprocess.run(
            [sys.executable, *command, "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == 1
    assert "cannot start" in result.stderr


def test_the_table_is_printed() -> None:
    printed = subprocess.check_output(
        [sys.executable, *MODULE, "--table"], cwd=ROOT, text=True
    )
    assert printed.strip() == make_table()


def test_the_page_shows_every_operation() -> None:
    page = (ROOT / "docs" / "emulator.md").read_text()
    assert make_table() in page


def test_the_fixture_leads_clients_to_it(personalize_emulator: Emulator) -> None:
    with closing(boto3.client("personalize")) as client:
        make_group(client)
    (request,) = personalize_emulator.get_requests()
    assert request.operation == "CreateDatasetGroup"
    assert os.environ["AWS_ACCESS_KEY_ID"] == "testing"
