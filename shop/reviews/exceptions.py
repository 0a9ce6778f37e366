from __future__ import annotations


class ReviewRefused(Exception):  # noqa: N818
    """The review is not taken; the message is for the shopper."""
