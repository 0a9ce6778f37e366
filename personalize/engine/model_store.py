from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

from personalize.engine.covisitation import CovisitationRecommender
from personalize.engine.model_files import ModelFileError

logger = logging.getLogger(__name__)

FILE_NAME = "covisitation.model"
VERSIONS_KEPT = 3
# The nanosecond at which it was stored, so that names sort by age.
VERSION_PATTERN = "[0-9]" * 20
# How old, in seconds, a process's knowledge of the newest version may be.
CHECK_EVERY = 1.0


class ModelStore:
    """A folder of model versions, and a small file that names the one to use.

    One process writes; any number read. What is loaded is shared by the threads of a
    process, and its memory, mapped from the file, by the processes of a machine.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "current"
        self._model: CovisitationRecommender | None = None
        self._stamp: tuple[int, int] | None = None
        self._checked_at = float("-inf")
        self._lock = threading.Lock()

    def publish(self, model: CovisitationRecommender) -> str:
        """Store a model as the version to use from now on; return its name."""
        version = f"{time.time_ns():020d}"
        model.save(self.folder / version / FILE_NAME)
        self._point_to(version)
        self._remove_others(keep={*self.versions[-VERSIONS_KEPT:], version})
        return version

    @property
    def versions(self) -> list[str]:
        """Names of the stored versions, oldest first."""
        files = self.folder.glob(f"{VERSION_PATTERN}/{FILE_NAME}")
        return sorted(path.parent.name for path in files)

    def get(self) -> CovisitationRecommender | None:
        """Return the newest model, or None while there is none; takes no lock."""
        if time.monotonic() - self._checked_at >= CHECK_EVERY:
            self._check()
        return self._model

    def _check(self) -> None:
        # Those who come while another loads a newer model go on with the one they have.
        if self._lock.acquire(blocking=self._model is None):
            try:
                self._reload_if_newer()
            finally:
                self._checked_at = time.monotonic()
                self._lock.release()

    def _reload_if_newer(self) -> None:
        stamp = self._read_stamp()
        if stamp is None or stamp == self._stamp:
            return
        # Remembered before loading: a damaged file is reported once, not every second.
        self._stamp = stamp
        try:
            version = self._pointer.read_text().strip()
            self._model = CovisitationRecommender.load(
                self.folder / version / FILE_NAME
            )
        except (ModelFileError, OSError):
            logger.warning("Kept the previous recommender model.", exc_info=True)

    def _read_stamp(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._pointer)
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _point_to(self, version: str) -> None:
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".current.")
        with os.fdopen(handle, "w") as file:
            file.write(version)
        os.chmod(temporary, 0o644)
        os.replace(temporary, self._pointer)

    def _remove_others(self, *, keep: set[str]) -> None:
        """Remove old versions, and what a killed training left behind."""
        for path in self.folder.glob(VERSION_PATTERN):
            if path.name not in keep:
                # A process that has it mapped keeps its pages.
                shutil.rmtree(path, ignore_errors=True)
