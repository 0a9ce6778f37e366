from __future__ import annotations

from django.dispatch import Signal

# A person opened a product's page. Arguments: request, product.
product_viewed = Signal()
# Somebody looked for something. Arguments: request, query (str), num_results.
products_searched = Signal()
