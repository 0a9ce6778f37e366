"""Registers the admins of what spans apps."""

from __future__ import annotations

from shop.staff import customers, newsletter, orders, payments, reviews  # noqa: F401
