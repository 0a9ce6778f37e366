from __future__ import annotations

from django.dispatch import Signal

# Sent inside the transaction that makes the order. Arguments: request, order.
order_placed = Signal()
