"""Amazon for the tests of the shop: the emulator, with a group that the shop knows."""

from __future__ import annotations

from tests.amazon.stand_in import AmazonStandIn, StoredEvent

__all__ = ["AmazonStandIn", "StoredEvent"]
