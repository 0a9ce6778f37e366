from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from shop.orders.models import Order, OrderLine


class OrderLineInline(admin.TabularInline):
    model = OrderLine
    fields = readonly_fields = ["product", "name", "size", "price", "quantity", "total"]
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Order | None) -> bool:
        return False


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    """What was bought is history; only what becomes of it is decided here."""

    list_display = ["number", "placed_at", "full_name", "email", "total", "status"]
    list_filter = ["status", "payment_method", "placed_at"]
    date_hierarchy = "placed_at"
    search_fields = ["=number", "=email", "full_name"]
    inlines = [OrderLineInline]
    readonly_fields = [
        "number",
        "user",
        "placed_at",
        "payment_method",
        "total",
        *Order.ADDRESS_FIELDS,
    ]
    fields = ["status", *readonly_fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Order | None = None
    ) -> bool:
        return False
