from __future__ import annotations

from django.dispatch import Signal

# A product is new on somebody's wishlist. Arguments: request, product.
product_wished = Signal()
