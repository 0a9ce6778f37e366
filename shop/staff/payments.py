from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.catalog.templatetags.shop import money
from shop.payments.models import Payment, Refund, WebhookEvent
from shop.staff.readonly import ReadOnlyAdmin
from shop.staff.templatetags.staff import badge


def link_order(order: Any) -> SafeString:
    address = reverse("admin:orders_order_change", args=[order.pk])
    return format_html('<a href="{}">{}</a>', address, order)


class FlaggedFilter(admin.SimpleListFilter):
    title = _("flag")
    parameter_name = "flagged"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Any]]:
        return [("yes", _("To be looked at"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.exclude(problem="") if self.value() else queryset


class RefundInline(admin.TabularInline):
    model = Refund
    fields = ["amount", "status", "requested_at", "requested_by", "reason", "error"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ["opened_at", "of_order", "method", "sum", "state", "problem"]
    list_display_links = ["opened_at"]
    list_filter = [FlaggedFilter, "status", "method", "opened_at"]
    list_select_related = ["order"]
    show_full_result_count = False
    date_hierarchy = "opened_at"
    search_fields = ["=order__number", "=reference", "=transaction_id"]
    search_help_text = _("The number of an order, or what the gateway calls it.")
    inlines = [RefundInline]
    fields = [
        "of_order",
        "method",
        "sum",
        "status",
        "problem",
        "error",
        "reference",
        "transaction_id",
        "opened_at",
        "paid_at",
        "asked_at",
    ]

    @admin.display(description=_("order"))
    def of_order(self, payment: Payment) -> SafeString:
        return link_order(payment.order)

    @admin.display(description=_("amount"), ordering="amount")
    def sum(self, payment: Payment) -> str:
        return money(payment.amount)

    @admin.display(description=_("status"), ordering="status")
    def state(self, payment: Payment) -> SafeString:
        return badge(payment.status, payment.get_status_display())


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = ["requested_at", "of_order", "sum", "state", "requested_by", "error"]
    list_display_links = ["requested_at"]
    list_filter = ["status", "requested_at"]
    list_select_related = ["payment__order", "requested_by"]
    search_fields = ["=payment__order__number", "=reference"]
    search_help_text = _("The number of an order, or what the gateway calls it.")

    @admin.display(description=_("order"))
    def of_order(self, refund: Refund) -> SafeString:
        return link_order(refund.payment.order)

    @admin.display(description=_("amount"), ordering="amount")
    def sum(self, refund: Refund) -> str:
        return money(refund.amount)

    @admin.display(description=_("status"), ordering="status")
    def state(self, refund: Refund) -> SafeString:
        return badge(refund.status, refund.get_status_display())


@admin.register(WebhookEvent)
class WebhookEventAdmin(ReadOnlyAdmin):
    list_display = ["received_at", "method", "event_type", "outcome", "reference"]
    list_filter = ["outcome", "method", "received_at"]
    show_full_result_count = False
    search_fields = ["=event_id", "=reference"]
    search_help_text = _("What the gateway calls the message or the payment.")
