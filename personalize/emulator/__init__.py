"""Amazon Personalize on a laptop: the wire protocols of its three services."""

from __future__ import annotations

from personalize.emulator.server import Emulator

__all__ = ["Emulator"]
