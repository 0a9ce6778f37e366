from __future__ import annotations

import logging
import os
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from personalize.engine.model_files import ModelFileError
from personalize.engine.recommender import Recommender
from personalize.engine.versions import Version

logger = logging.getLogger(__name__)

FILE_NAME = "recommender.model"
VERSIONS_KEPT = 3
# To be looked into.
REFUSED_KEPT = 2
# A score that stays low for so long is the shop's, not a training's that went wrong.
REFUSED_FOR = timedelta(days=7)
VERSION_PATTERN = "[0-9]" * 20
# How old, in seconds, a process's knowledge of the newest version may be.
CHECK_EVERY = 1.0


class NoEarlierVersionError(Exception):
    """There is no version to go back to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A model that is in use, and what is known of it."""

    model: Recommender
    version: Version


class ModelStore:
    """A folder of model versions, and a small file that names the one to use.

    One process writes; any number read. What is loaded is shared by the threads of a
    process, and its memory, mapped from the file, by the processes of a machine.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / "current"
        self._loaded: Loaded | None = None
        self._stamp: tuple[int, int] | None = None
        self._checked_at = float("-inf")
        self._lock = threading.Lock()

    def publish(
        self,
        model: Recommender,
        *,
        cursor: int | None = None,
        num_events: int = 0,
        force: bool = False,
    ) -> Version:
        """Store a model as the version to use from now on, unless it is worse.

        One whose offline score fell is stored with its refusal, and not used.
        """
        version = Version(
            name=f"{time.time_ns():020d}",
            cursor=cursor,
            num_events=num_events,
            quality=model.quality,
        )
        refusal = "" if force else self._find_refusal(version)
        version = replace(version, refusal=refusal)
        # The model last: a folder that has one is complete.
        version.write(self.folder / version.name)
        model.save(self.folder / version.name / FILE_NAME)
        if not refusal:
            self._point_to(version)
        self._remove_old()
        return version

    def roll_back(self) -> Version:
        """Use the version before the current one; raise NoEarlierVersionError."""
        current = self.current
        earlier = self._usable_before(current.name) if current else []
        if current is None or not earlier:
            raise NoEarlierVersionError(
                f"{self.folder} holds no version to go back to."
            )
        replace(current, refusal="It was rolled back.").write(
            self.folder / current.name
        )
        self._point_to(earlier[-1])
        return earlier[-1]

    @property
    def versions(self) -> list[Version]:
        """The stored versions, oldest first."""
        files = self.folder.glob(f"{VERSION_PATTERN}/{FILE_NAME}")
        return [Version.read(path.parent) for path in sorted(files)]

    @property
    def current(self) -> Version | None:
        """The version to use, as the folder has it; it may not be loaded yet."""
        folder = self.folder / self._read_pointer()
        return Version.read(folder) if (folder / FILE_NAME).exists() else None

    def get_size(self, version: Version) -> int:
        return (self.folder / version.name / FILE_NAME).stat().st_size

    def get(self) -> Recommender | None:
        """Return the newest model, or None while there is none; takes no lock."""
        loaded = self.get_loaded()
        return loaded.model if loaded else None

    def get_loaded(self) -> Loaded | None:
        if time.monotonic() - self._checked_at >= CHECK_EVERY:
            self._check()
        return self._loaded

    def _check(self) -> None:
        # Those who come while another loads a newer model go on with the one they have.
        if self._lock.acquire(blocking=self._loaded is None):
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
        name = self._read_pointer()
        self._loaded = self._load(name) or self._loaded or self._load_before(name)

    def _load(self, name: str) -> Loaded | None:
        folder = self.folder / name
        try:
            model = Recommender.load(folder / FILE_NAME)
        except (ModelFileError, OSError) as error:
            logger.warning("%s Meanwhile the version before it is used.", error)
            return None
        return Loaded(model=model, version=Version.read(folder))

    def _load_before(self, name: str) -> Loaded | None:
        """For a process that starts when the current version is damaged."""
        earlier = reversed(self._usable_before(name))
        loaded = (self._load(version.name) for version in earlier)
        return next(filter(None, loaded), None)

    def _find_refusal(self, version: Version) -> str:
        current = self.current
        if current is None or current.quality is None or version.quality is None:
            return ""
        if version.made_at - current.made_at > REFUSED_FOR:
            return ""
        if not version.quality.has_fallen_from(current.quality):
            return ""
        return (
            f"Its offline score fell to {version.quality}, from {current.quality} "
            f"of version {current.name}, which stays in use."
        )

    def _usable_before(self, name: str) -> list[Version]:
        return [each for each in self.versions if each.name < name and not each.refusal]

    def _read_pointer(self) -> str:
        try:
            return self._pointer.read_text().strip()
        except OSError:
            return ""

    def _read_stamp(self) -> tuple[int, int] | None:
        try:
            status = os.stat(self._pointer)
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _point_to(self, version: Version) -> None:
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".current.")
        with os.fdopen(handle, "w") as file:
            file.write(version.name)
        os.chmod(temporary, 0o644)
        os.replace(temporary, self._pointer)

    def _remove_old(self) -> None:
        """Remove old versions, and what a killed training left behind."""
        versions = self.versions
        usable = [each.name for each in versions if not each.refusal]
        refused = [each.name for each in versions if each.refusal]
        keep = {
            self._read_pointer(),
            *usable[-VERSIONS_KEPT:],
            *refused[-REFUSED_KEPT:],
        }
        for path in self.folder.glob(VERSION_PATTERN):
            if path.name not in keep:
                # A process that has it mapped keeps its pages.
                shutil.rmtree(path, ignore_errors=True)
