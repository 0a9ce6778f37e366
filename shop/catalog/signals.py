from __future__ import annotations

from django.dispatch import Signal

# A person opened a product's page. Arguments: request, product.
product_viewed = Signal()
# Arguments: request, query (str).
products_searched = Signal()
