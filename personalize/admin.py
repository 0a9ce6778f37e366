from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from personalize.doctor.checks import CHECKS
from personalize.doctor.examination import examine
from personalize.enums import UseCase
from personalize.explaining import explain_use_case
from personalize.forms import ExplainForm
from personalize.models import (
    DatasetRecord,
    Event,
    EventQuerySet,
    ServerKey,
    UserIdentity,
)
from personalize.reports import get_delivery_health

# Less than a web server gives a request.
DOCTOR_SECONDS = 20


class ReadOnlyAdmin(admin.ModelAdmin):
    """What has happened can be looked at, not edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = [
        "timestamp",
        "event_type",
        "item_id",
        "visitor_id",
        "status",
        "attempts",
        "error",
    ]
    list_filter = ["status", "event_type", "is_verified", "timestamp"]
    # Each has an index; the id of a user is that of a visitor too.
    search_fields = ["=session_id", "=visitor_id", "=item_id", "=event_id"]
    search_help_text = _("The id of a session, user, guest, item or event.")
    date_hierarchy = "timestamp"
    ordering = ["-pk"]
    # Counting a large table takes longer than showing a page of it.
    show_full_result_count = False
    actions = ["deliver_again"]

    def get_urls(self) -> list[URLPattern]:
        explain = self.admin_site.admin_view(self.explain_view)
        doctor = self.admin_site.admin_view(self.doctor_view)
        return [
            path("explain/", explain, name="personalize_explain"),
            path("doctor/", doctor, name="personalize_doctor"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {"health": get_delivery_health(), **(extra_context or {})}
        return super().changelist_view(request, context)

    def has_deliver_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("personalize.change_event")

    @admin.action(
        description=_("Deliver the chosen events again"), permissions=["deliver"]
    )
    def deliver_again(self, request: HttpRequest, queryset: EventQuerySet) -> None:
        """Put rejected events back in the queue; what is local or waiting stays."""
        count = queryset.deliver_again()
        self.message_user(
            request,
            ngettext(
                "%(count)d event will be delivered again.",
                "%(count)d events will be delivered again.",
                count,
            )
            % {"count": count},
            messages.SUCCESS if count else messages.WARNING,
        )

    def explain_view(self, request: HttpRequest) -> HttpResponse:
        form = ExplainForm(request.GET or None)
        explanations = []
        if form.is_valid():
            explanations = list(
                explain_use_case(
                    request,
                    UseCase(form.cleaned_data["use_case"]),
                    visitor=form.cleaned_data["shopper"],
                    item_id=form.cleaned_data["item_id"],
                )
            )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What is recommended, and why"),
            "form": form,
            "explanations": explanations,
        }
        return TemplateResponse(request, "admin/personalize/explain.html", context)

    def doctor_view(self, request: HttpRequest) -> HttpResponse:
        """Examine on POST only: it makes calls that Amazon counts."""
        if not self.has_deliver_permission(request):
            raise PermissionDenied
        is_run = request.method == "POST"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What is between the shop and Amazon"),
            "check_ups": [*examine(CHECKS, seconds=DOCTOR_SECONDS)] if is_run else [],
        }
        return TemplateResponse(request, "admin/personalize/doctor.html", context)


@admin.register(DatasetRecord)
class DatasetRecordAdmin(ReadOnlyAdmin):
    """How far Amazon's items and users are in step with the shop's."""

    list_display = ["dataset", "record_id", "status", "attempts", "error"]
    list_filter = ["dataset", "status"]
    search_fields = ["=record_id"]
    search_help_text = _("The id of an item or a user.")
    show_full_result_count = False


@admin.register(UserIdentity)
class UserIdentityAdmin(admin.ModelAdmin):
    list_display = ["user_id", "account", "opted_out"]
    list_filter = ["opted_out"]
    list_select_related = ["account"]
    search_fields = ["=user_id", "=account__email"]
    fields = ["account", "user_id", "opted_out"]
    # A new id would cut the account from its history at Amazon.
    readonly_fields = ["account", "user_id"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(ServerKey)
class ServerKeyAdmin(admin.ModelAdmin):
    """Keys are made by ``create_server_key``, which shows the secret once."""

    list_display = [
        "name",
        "key_id",
        "can_write_events",
        "can_read_recommendations",
        "is_active",
        "created_at",
    ]
    exclude = ["secret_hash"]
    readonly_fields = ["key_id", "created_at"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
