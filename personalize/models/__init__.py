from __future__ import annotations

from personalize.models.counts import ItemCount
from personalize.models.events import Event, EventQuerySet
from personalize.models.identities import (
    IdentityLink,
    ServerKey,
    UserIdentity,
    UserIdentityQuerySet,
)
from personalize.models.records import DatasetRecord

__all__ = [
    "DatasetRecord",
    "Event",
    "EventQuerySet",
    "IdentityLink",
    "ItemCount",
    "ServerKey",
    "UserIdentity",
    "UserIdentityQuerySet",
]
