"""Lighthouse, as npm has it, on the Chromium of the machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

MANIFEST = Path(settings.BASE_DIR, "tests", "lighthouse", "package.json")
# Beside the other tools, so that it is fetched once and goes with `make clean`.
FOLDER = Path(settings.BASE_DIR, ".tools", "lighthouse")
COMMAND = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
OLDEST_NODE = 18
ATTEMPTS = 3
CHROME_FLAGS = "--headless=new --no-sandbox --disable-dev-shm-usage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Of a page: grades from 0 to 1 by category, and how much it jumped."""

    grades: dict[str, float]
    layout_shift: float
    # What cost a grade, to be read when a test fails.
    findings: list[str]


class LighthouseMissingError(Exception):
    """It cannot be had on this machine, and the message says why."""


def install_lighthouse() -> None:
    """Fetch the version that the manifest names, unless it is here already."""
    if not _is_node_recent():
        raise LighthouseMissingError(f"it needs node {OLDEST_NODE} or newer, and npm")
    wanted = json.loads(MANIFEST.read_text())["dependencies"]["lighthouse"]
    if _get_installed() == wanted:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    shutil.copy(MANIFEST, FOLDER)
    quiet = ["--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    npm = subprocess.run(["npm", "install", *quiet], cwd=FOLDER, check=False)
    if npm.returncode:
        raise LighthouseMissingError("npm could not fetch it")


def grade(url: str, *, chromium: str) -> Report:
    """Grade a page. Lighthouse may miss the start of a trace, and asks to be run again.

    A poor grade is no failure of a run, and is not tried again.
    """
    runs = (_run(url, chromium=chromium) for _ in range(ATTEMPTS))
    graded = next((run for run in runs if not run.returncode), None)
    assert graded, f"Lighthouse failed {ATTEMPTS} times, see above."
    return _read(json.loads(graded.stdout))


def _run(url: str, *, chromium: str) -> subprocess.CompletedProcess[bytes]:
    command = ["node", str(COMMAND), url, "--quiet", "--output=json"]
    return subprocess.run(
        [*command, f"--chrome-flags={CHROME_FLAGS}"],
        env={**os.environ, "CHROME_PATH": chromium},
        stdout=subprocess.PIPE,
        check=False,
        timeout=180,
    )


def _read(result: dict[str, Any]) -> Report:
    audits, categories = result["audits"], result["categories"]
    return Report(
        grades={name: each["score"] or 0 for name, each in categories.items()},
        layout_shift=audits["cumulative-layout-shift"]["numericValue"],
        findings=[
            f"{name}: {audits[reference['id']]['title']}"
            for name, category in categories.items()
            for reference in category["auditRefs"]
            if reference["weight"] and _is_poor(audits[reference["id"]])
        ],
    )


def _is_poor(audit: dict[str, Any]) -> bool:
    return audit["score"] is not None and audit["score"] < 0.9


def _is_node_recent() -> bool:
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    version = subprocess.run(
        ["node", "--version"], capture_output=True, text=True, check=True
    )
    return int(re.findall(r"\d+", version.stdout)[0]) >= OLDEST_NODE


def _get_installed() -> str:
    manifest = FOLDER / "node_modules" / "lighthouse" / "package.json"
    return json.loads(manifest.read_text())["version"] if manifest.exists() else ""
