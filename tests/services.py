"""Start PostgreSQL and Valkey for a run of the tests, before Django reads its settings.

Loaded with `-p tests.services`: a conftest would be too late, since pytest-django loads
the settings first. `TEST_DATABASE_URL` and `TEST_REDIS_URL` name existing services to
use instead (the databases of that Redis are emptied); `TEST_DATABASE=sqlite` tests on
SQLite.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from shop.demo.processes import stop
from shop.demo.valkey import start_valkey
from tests.postgresql import start_postgresql

# The shell and the .env file of a developer may name real services.
ENVIRONMENT = {
    "ENV_FILE": os.devnull,
    "DEBUG": "true",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}

processes: list[subprocess.Popen[bytes]] = []
folders: list[Path] = []
database = redis = ""


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    # A wrapper runs before pytest-django's hook, which loads the settings.
    if not early_config.known_args_namespace.help:
        _forget_real_services()
        _provide_services()
    return (yield)


def pytest_report_header() -> list[str]:
    return [f"database: {database}", f"redis: {redis}"]


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    stop_services()


def stop_services() -> None:
    stop(processes)
    processes.clear()
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    folders.clear()


def _forget_real_services() -> None:
    for name in [*os.environ]:
        if name.startswith(("AWS_", "PERSONALIZE_")):
            del os.environ[name]
    os.environ.update(ENVIRONMENT)


def _provide_services() -> None:
    """Start what is not named; a worker of xdist finds it all in its environment."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        atexit.register(stop_services)
        signal.signal(signal.SIGTERM, _end_run)
        os.environ["TESTS_REDIS"] = _provide_redis()
        os.environ["DATABASE_URL"] = _provide_database()
    _choose_redis_databases(os.environ["TESTS_REDIS"])


def _provide_database() -> str:
    global database
    if url := os.environ.get("TEST_DATABASE_URL"):
        database = "the one named by TEST_DATABASE_URL"
        return url
    if os.environ.get("TEST_DATABASE") == "sqlite":
        database = "SQLite"
        return f"sqlite:///{_make_folder()}/db.sqlite3"
    postgresql = start_postgresql(_make_folder())
    processes.append(postgresql.process)
    database = f"PostgreSQL, process {postgresql.process.pid}"
    return postgresql.url


def _provide_redis() -> str:
    global redis
    if url := os.environ.get("TEST_REDIS_URL"):
        redis = "the one named by TEST_REDIS_URL"
        return url.rsplit("/", 1)[0] if url.count("/") > 2 else url
    valkey = start_valkey(_make_folder())
    processes.append(valkey.process)
    redis = f"Valkey, process {valkey.process.pid}"
    return valkey.get_url().rsplit("/", 1)[0]


def _choose_redis_databases(server: str) -> None:
    """Give each worker a broker and a cache of its own: tests empty both."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["REDIS_URL"] = f"{server}/{2 * worker}"
    os.environ["CACHE_URL"] = f"{server}/{2 * worker + 1}"


def _make_folder() -> Path:
    parent = Path(tempfile.mkdtemp(prefix="shop-tests-"))
    folders.append(parent)
    folder = parent / "data"
    folder.mkdir(mode=0o700)
    return folder


def _end_run(number: int, frame: FrameType | None) -> None:
    # Left alone, SIGTERM would end the run and leave the services behind.
    pytest.exit(f"signal {number}", returncode=128 + number)
