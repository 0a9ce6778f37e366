from __future__ import annotations

from django.dispatch import Signal

# Arguments: request, product, quantity, recommendation_id.
product_added = Signal()
