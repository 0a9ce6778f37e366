from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.accounts.models import Address, User
from shop.catalog.templatetags.shop import money
from shop.staff.figures import with_orders

Fieldsets = list[tuple[Any, dict[str, Any]]]


class AddressInline(admin.TabularInline):
    """The shopper's own; an order keeps a copy of the one it went to."""

    model = Address
    fields = ["full_name", "street", "postal_code", "city", "country", "is_default"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("accounts.view_user")


@admin.register(User)
class CustomerAdmin(BaseUserAdmin):
    """Only superusers make staff of accounts, or set what they log in with."""

    list_display = [
        "email",
        "first_name",
        "last_name",
        "num_orders",
        "spent",
        "is_staff",
        "date_joined",
    ]
    list_display_links = ["email"]
    list_filter = ["is_staff", "is_active", "date_joined"]
    show_full_result_count = False
    search_fields = ["=email", "=username", "last_name"]
    search_help_text = _("An e-mail address or a last name.")
    date_hierarchy = "date_joined"
    ordering = ["-date_joined"]
    inlines = [AddressInline]
    fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name", "is_active"]}),
        (
            _("As a customer"),
            {"fields": ["num_orders", "spent", "date_joined", "last_login"]},
        ),
    ]
    staff_fieldsets: Fieldsets = [
        (
            _("As a member of the staff"),
            {"fields": ["username", "is_staff", "groups", "is_superuser", "password_"]},
        )
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "email", "usable_password", "password1"]}),
        (None, {"fields": ["password2"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return with_orders(super().get_queryset(request))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        extra = self.staff_fieldsets if request.user.is_superuser else []
        return [*self.fieldsets, *extra]

    def get_readonly_fields(
        self, request: HttpRequest, obj: User | None = None
    ) -> list[str]:
        """Whoever sets an address can have the password reset, and log in with it."""
        fixed = ["num_orders", "spent", "date_joined", "last_login", "password_"]
        return fixed if request.user.is_superuser else [*fixed, "email"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (bool(request.user.is_superuser) or not (obj and obj.is_staff))

    def has_delete_permission(
        self, request: HttpRequest, obj: User | None = None
    ) -> bool:
        """Accounts are erased by their owners: what is theirs has to go with them."""
        return False

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)

    @admin.display(description=_("orders"), ordering="num_orders")
    def num_orders(self, user: Any) -> SafeString | int:
        if not user.num_orders:
            return 0
        address = reverse("admin:orders_order_changelist")
        link = '<a href="{}?user__id={}">{}</a>'
        return format_html(link, address, user.pk, user.num_orders)

    @admin.display(description=_("spent"), ordering="spent")
    def spent(self, user: Any) -> str:
        return money(user.spent or 0)

    @admin.display(description=_("password"))
    def password_(self, user: User) -> SafeString:
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">{}</a>', address, _("Set another password"))
