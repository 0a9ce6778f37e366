"""Registers the admins of what spans apps."""

from __future__ import annotations

from shop.staff import (  # noqa: F401
    customers,
    newsletter,
    orders,
    payments,
    reviews,
    searches,
)
