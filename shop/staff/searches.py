from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from shop.catalog.searches import SearchCount, SynonymGroup
from shop.staff.readonly import ReadOnlyAdmin

ROWS = 50


class PeriodForm(forms.Form):
    days = forms.TypedChoiceField(
        label=_("The last"),
        coerce=int,
        initial=30,
        choices=[(1, _("day")), (7, _("7 days")), (30, _("30 days"))],
    )


@admin.register(SynonymGroup)
class SynonymGroupAdmin(admin.ModelAdmin):
    search_fields = ["words"]


@admin.register(SearchCount)
class SearchCountAdmin(ReadOnlyAdmin):
    """Its list is a report: what is wanted, and what is wanted and not found."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = PeriodForm(request.GET if "days" in request.GET else {"days": 30})
        days = form.cleaned_data["days"] if form.is_valid() else 30
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("What shoppers look for"),
            "form": form,
            "top": SearchCount.objects.top(days)[:ROWS],
            "missed": SearchCount.objects.without_results(days)[:ROWS],
        }
        return TemplateResponse(request, "staff/searches.html", context)
