from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from shop.newsletter.models import Subscription
from shop.staff.readonly import ReadOnlyAdmin


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    """Only the owner of an address says whether they want the newsletter."""

    list_display = ["email", "status", "language", "asked_at", "confirmed_at"]
    list_filter = ["status", "language", "asked_at"]
    show_full_result_count = False
    date_hierarchy = "asked_at"
    search_fields = ["=email"]
    search_help_text = _("A whole e-mail address.")
