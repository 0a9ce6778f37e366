"""What the warehouse does with many orders at once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shop.orders.models import Order, OrderQuerySet
from shop.orders.statuses import Status
from shop.staff.deciding import REFUSALS, decide


class ParcelActions:
    actions = ["print_slips", "mark_packed", "mark_shipped"]
    message_user: Any
    get_order: Any

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("staff.send_orders")

    @admin.action(description=gettext_lazy("Print packing slips"), permissions=["view"])
    def print_slips(
        self, request: HttpRequest, queryset: OrderQuerySet
    ) -> HttpResponse:
        return render_slips(request, queryset)

    @admin.action(description=gettext_lazy("Mark as packed"), permissions=["send"])
    def mark_packed(self, request: HttpRequest, queryset: OrderQuerySet) -> None:
        self.mark(request, queryset, Status.PACKED)

    @admin.action(description=gettext_lazy("Mark as shipped"), permissions=["send"])
    def mark_shipped(self, request: HttpRequest, queryset: OrderQuerySet) -> None:
        self.mark(request, queryset, Status.SHIPPED)

    def mark(self, request: HttpRequest, orders: OrderQuerySet, status: Status) -> None:
        """Mark all that can be, and say of each other why not."""
        refusals = [try_to_mark(request, order, status) for order in orders]
        count = refusals.count("")
        for refusal in filter(None, refusals):
            self.message_user(request, refusal, messages.ERROR)
        if count:
            message = ngettext(
                "%(count)d order was marked.", "%(count)d orders were marked.", count
            )
            self.message_user(request, message % {"count": count}, messages.SUCCESS)

    def slip_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        order = self.get_order(request, object_id)
        keys = [order.pk] if order else []
        return render_slips(request, Order.objects.filter(pk__in=keys))


def try_to_mark(request: HttpRequest, order: Order, status: Status) -> str:
    try:
        decide(order, status, by=request.user, note="")  # type: ignore[arg-type]
    except REFUSALS as refusal:
        words = {"number": order.number, "refusal": refusal}
        return _("%(number)s: %(refusal)s") % words
    return ""


def render_slips(request: HttpRequest, orders: OrderQuerySet) -> HttpResponse:
    """Render a page an order, to be put into the parcel: no prices, no payment."""
    orders = orders.order_by("placed_at").prefetch_related("lines__product")
    return TemplateResponse(request, "staff/packing_slips.html", {"orders": orders})
