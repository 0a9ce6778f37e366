from __future__ import annotations

from django.db import models

from personalize.enums import EventType
from personalize.popularity import ItemCountQuerySet


class ItemCount(models.Model):
    """How often one item had one type of event on one day (UTC)."""

    item_id = models.CharField(max_length=128)
    event_type = models.CharField(max_length=32, choices=EventType)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    objects = ItemCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event_type", "day", "item_id"],
                name="personalize_itemcount_once",
            )
        ]
        indexes = [
            # For a category or a list to be ranked; the constraint's serves the rest.
            models.Index(fields=["item_id", "day"], name="personalize_itemcount_item")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.event_type} {self.day}: {self.count}"
