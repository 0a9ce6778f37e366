from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shop.catalog.templatetags.shop import money
from shop.staff import figures, plots

DAYS = 30

register = template.Library()


@register.simple_tag
def badge(status: str, label: str) -> SafeString:
    return format_html(
        '<span class="staff-badge staff-badge--{}">{}</span>', status, label
    )


@register.inclusion_tag("staff/home.html", takes_context=True)
def staff_home(context: Context) -> dict[str, Any]:
    """Render what the member of the staff has to know first, and nothing else."""
    return {"perms": context["perms"], "user": context["user"]}


@register.simple_tag
def get_work() -> figures.Work:
    return figures.count_work()


@register.simple_tag
def get_levels() -> figures.Levels:
    return figures.count_levels()


@register.simple_tag
def count_waiting_reviews() -> int:
    return figures.count_waiting_reviews()


@register.simple_tag
def count_flagged_payments() -> int:
    return figures.count_flagged_payments()


@register.inclusion_tag("staff/revenue.html")
def staff_revenue() -> dict[str, Any]:
    days = figures.get_days(DAYS)
    return {
        "today": days[-1],
        "week": sum_up(days[-7:]),
        "month": sum_up(days),
        "days": days,
        "orders": plots.plot(days, lambda day: day.orders, str),
        "revenue": plots.plot(days, lambda day: day.revenue, money),
    }


def sum_up(days: list[figures.Day]) -> figures.Day:
    return figures.Day(
        day=days[-1].day,
        orders=sum(day.orders for day in days),
        revenue=sum((day.revenue for day in days), start=Decimal(0)),
    )
