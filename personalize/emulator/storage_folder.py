from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from personalize.emulator.lifecycle import WorkFailed


@dataclass(frozen=True, slots=True)
class FolderStorage:
    """A folder with a folder for each bucket: s3://bucket/key is bucket/key in it."""

    root: Path

    def list_keys(self, bucket: str, prefix: str) -> list[str]:
        folder = self._find(bucket, prefix)
        if not folder.is_dir():
            return []
        return [prefix + path.name for path in folder.iterdir() if path.is_file()]

    def read(self, bucket: str, key: str, file: IO[bytes]) -> None:
        path = self._find(bucket, key)
        if not path.is_file():
            raise WorkFailed(f"Invalid Data location. There is no file {path}.")
        with path.open("rb") as content:
            shutil.copyfileobj(content, file)

    def write(self, bucket: str, key: str, file: IO[bytes]) -> None:
        path = self._find(bucket, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as content:
            shutil.copyfileobj(file, content)

    def _find(self, bucket: str, key: str) -> Path:
        """Keep to the folder, whatever a request names."""
        root = self.root.resolve()
        path = (root / bucket / key).resolve()
        if "\0" in key or not path.is_relative_to(root):
            raise WorkFailed("Invalid Data location. It leaves the data folder.")
        return path
