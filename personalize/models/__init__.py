from __future__ import annotations

from personalize.models.counts import ItemCount
from personalize.models.events import Event, EventQuerySet
from personalize.models.identities import (
    IdentityLink,
    ServerKey,
    UserIdentity,
    UserIdentityQuerySet,
)

__all__ = [
    "Event",
    "EventQuerySet",
    "IdentityLink",
    "ItemCount",
    "ServerKey",
    "UserIdentity",
    "UserIdentityQuerySet",
]
