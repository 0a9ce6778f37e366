from __future__ import annotations

from django.db import models


class BareView(models.Model):
    """One row, as little as a view of a product can be."""

    user_id = models.CharField(max_length=128)
    product_id = models.CharField(max_length=128)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.product_id}"
