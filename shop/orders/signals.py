from __future__ import annotations

from django.dispatch import Signal

# Sent inside the transaction that makes the order, before its row is written: who
# listens may note something on it. Arguments: request, order.
order_prepared = Signal()
# Sent at the end of the same transaction. Arguments: request, order.
order_placed = Signal()
# The shop may count on it: it is paid, or will be on delivery. Sent once for an order,
# inside the transaction that settles it. Arguments: order.
order_confirmed = Signal()
# Inside the transaction of each step after the first. Arguments: order, status.
order_changed = Signal()
