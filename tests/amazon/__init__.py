"""Amazon Personalize's events and runtime services, on this machine and strict."""

from __future__ import annotations

from tests.amazon.server import AmazonStandIn
from tests.amazon.state import Call, StoredEvent

__all__ = ["AmazonStandIn", "Call", "StoredEvent"]
