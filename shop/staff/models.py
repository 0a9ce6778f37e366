from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_noop


class Duty(models.Model):
    """What staff may do that is no adding, changing or deleting of rows.

    It has no table: Django wants permissions to belong to a model.
    """

    class Meta:
        managed = False
        default_permissions = ()
        permissions = [
            ("send_orders", gettext_noop("Can pack and send orders")),
            ("cancel_orders", gettext_noop("Can cancel orders")),
            ("refund_orders", gettext_noop("Can give the money of orders back")),
            ("see_revenue", gettext_noop("Can see what the shop earns")),
        ]

    def __str__(self) -> str:
        return "duty"
