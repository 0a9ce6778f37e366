from __future__ import annotations


class WishRefused(Exception):  # noqa: N818
    """The wish cannot be kept; the message is for the shopper."""
