"""What is known of a stored model beside the model itself."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from personalize.engine.quality import Quality

logger = logging.getLogger(__name__)

FILE_NAME = "version.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A training's result.

    ``cursor`` says how far the table of events had been read: what comes after it is
    still to be learnt. ``refusal`` says why the version is not to be used.
    """

    # The nanosecond at which it was stored, so that names sort by age.
    name: str
    cursor: int | None = None
    num_events: int = 0
    quality: Quality | None = None
    refusal: str = ""

    @property
    def made_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.name) / 1e9, UTC)

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        content = json.dumps(asdict(self), indent=1)
        (folder / FILE_NAME).write_text(content, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read what is known; of a version whose file is lost that is its name."""
        try:
            known = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
            return cls(**known | {"quality": _read_quality(known["quality"])})
        except (OSError, ValueError, TypeError, KeyError):
            logger.warning("Nothing is known of the model in %s.", folder)
            return cls(name=folder.name)


def _read_quality(known: dict[str, Any] | None) -> Quality | None:
    return Quality(**known) if known else None
