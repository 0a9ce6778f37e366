from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.catalog.templatetags.shop import money
from shop.orders.models import Order, OrderQuerySet
from shop.orders.statuses import Status
from shop.staff.deciding import (
    CONSEQUENCES,
    QUESTIONS,
    REFUSALS,
    DecisionForm,
    decide,
)
from shop.staff.duties import PARCELS, get_decisions, may_make, sees_money
from shop.staff.parcels import ParcelActions
from shop.staff.readonly import ReadOnlyAdmin
from shop.staff.templatetags.staff import badge

MONEY_COLUMNS = ["email", "amount", "payment_method"]


@admin.register(Order)
class OrderAdmin(ParcelActions, ReadOnlyAdmin):
    """What was bought is history; only what becomes of it is decided here."""

    list_display = [
        "number",
        "placed_at",
        "state",
        "amount",
        "full_name",
        "place",
        "email",
        "payment_method",
    ]
    list_filter = ["status", "payment_method", "placed_at", "country"]
    list_per_page = 50
    show_full_result_count = False
    date_hierarchy = "placed_at"
    search_fields = ["=number", "=email", "full_name", "=lines__product__sku"]
    search_help_text = _("A number, an e-mail address, a name or an article number.")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path(
                "<path:object_id>/become/<slug:status>/",
                view(self.decision_view),
                name="orders_order_decide",
            ),
            path(
                "<path:object_id>/slip/", view(self.slip_view), name="orders_order_slip"
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> OrderQuerySet:
        orders: OrderQuerySet = super().get_queryset(request)
        return orders if sees_money(request.user) else orders.filter(status__in=PARCELS)

    def get_list_display(self, request: HttpRequest) -> list[str]:
        hidden = [] if sees_money(request.user) else MONEY_COLUMNS
        return [name for name in self.list_display if name not in hidden]

    @admin.display(description=_("status"), ordering="status")
    def state(self, order: Order) -> SafeString:
        return badge(order.status, order.get_status_display())

    @admin.display(description=_("place"), ordering="city")
    def place(self, order: Order) -> str:
        return f"{order.postal_code} {order.city}, {order.country}"

    @admin.display(description=_("total"), ordering="total")
    def amount(self, order: Order) -> SafeString:
        return format_html('<span class="staff-number">{}</span>', money(order.total))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        order = self.get_order(request, object_id)
        if order is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        context = {
            "lines": order.lines.for_display(),
            "changes": order.history.select_related("changed_by"),
            "payments": order.payments.prefetch_related("refunds"),
            "sees_money": sees_money(request.user),
            "decisions": [
                {"status": status, "question": QUESTIONS[status]}
                for status in get_decisions(request.user, order)
            ],
        }
        return self.render(request, "staff/order.html", order, str(order), context)

    def decision_view(
        self, request: HttpRequest, object_id: str, status: str
    ) -> HttpResponse:
        """Ask, and on POST do it."""
        order = self.get_order(request, object_id)
        if order is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if status not in Status or not may_make(request.user, status):
            raise PermissionDenied
        form = DecisionForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            self.decide(request, order, Status(status), form.cleaned_data["note"])
            return redirect("admin:orders_order_change", order.pk)
        context = {"form": form, "consequence": CONSEQUENCES[Status(status)]}
        title = str(QUESTIONS[Status(status)])
        return self.render(request, "staff/decide.html", order, title, context)

    def decide(
        self, request: HttpRequest, order: Order, status: Status, note: str
    ) -> None:
        assert isinstance(request.user, AbstractBaseUser)
        try:
            decide(order, status, by=request.user, note=note)
        except REFUSALS as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            order.refresh_from_db()
            self.message_user(request, order.get_status_display(), messages.SUCCESS)

    def get_order(self, request: HttpRequest, object_id: str) -> Order | None:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.get_object(request, object_id)

    def render(
        self,
        request: HttpRequest,
        template: str,
        order: Order,
        title: str,
        context: dict[str, Any],
    ) -> HttpResponse:
        common = {"opts": self.opts, "title": title, "order": order}
        context = self.admin_site.each_context(request) | common | context
        return TemplateResponse(request, template, context)
