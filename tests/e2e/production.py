"""The shop on the data of the tests, served as production serves it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management.utils import get_random_secret_key

from shop.demo.processes import find_free_port, is_answering, spawn
from tests.personalize.relays import ROOT, database_url


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionShop:
    process: subprocess.Popen[bytes]
    url: str


def start_production(folder: Path) -> ProductionShop:
    """Collect the static files, hashed and compressed, and start gunicorn."""
    (folder / "media").symlink_to(settings.MEDIA_ROOT)
    (folder / "models").symlink_to(settings.PERSONALIZE["MODEL_DIR"])
    environment = make_environment(folder)
    python = [sys.executable, "-m"]
    collect = [*python, "django", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, env=environment, cwd=ROOT, check=True)
    port = find_free_port()
    serve = ["gunicorn", "shop.wsgi", f"--bind=127.0.0.1:{port}", "--threads=4"]
    log = folder / "web.log"
    process = spawn([*python, *serve], env=environment, cwd=ROOT, log=log)
    wait_until_ready(process, port, log)
    return ProductionShop(process=process, url=f"http://127.0.0.1:{port}")


def make_environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "shop.settings",
        "DATABASE_URL": database_url(),
        "VAR_DIR": str(folder),
        "DEBUG": "false",
        "SECRET_KEY": get_random_secret_key(),
        "JWT_SIGNING_KEY": get_random_secret_key(),
        # No proxy stands before it that would end TLS or serve pictures.
        "SECURE_SSL_REDIRECT": "false",
        "SECURE_COOKIES": "false",
        "SECURE_HSTS_SECONDS": "0",
        "SERVE_MEDIA": "true",
    }


def wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while not is_answering(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"The shop did not start: {log.read_text()}")
        time.sleep(0.1)
