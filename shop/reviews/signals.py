from __future__ import annotations

from django.dispatch import Signal

# Somebody wrote about a product for the first time. Arguments: request, review.
review_written = Signal()
# A review can be read by all, by the hand of the staff or at once. Arguments: review.
review_published = Signal()
