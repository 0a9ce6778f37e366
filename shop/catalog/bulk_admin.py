from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shop.catalog import bulk
from shop.catalog.editing import CategoryChangeForm, PriceChangeForm
from shop.catalog.models import Product

# Of the chosen products, these are named before they are changed.
NAMED = 20


class BulkActions:
    """Actions on many products; what is no matter of a click asks first."""

    actions = ["publish", "unpublish", "change_prices", "change_category"]
    admin_site: Any
    opts: Any
    message_user: Callable[..., None]

    @admin.action(
        description=gettext_lazy("Show the chosen products in the shop"),
        permissions=["add"],
    )
    def publish(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        self.tell(request, bulk.publish(get_keys(queryset)))

    @admin.action(
        description=gettext_lazy("Hide the chosen products from the shop"),
        permissions=["add"],
    )
    def unpublish(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        self.tell(request, bulk.publish(get_keys(queryset), is_published=False))

    @admin.action(
        description=gettext_lazy("Change the prices by percent…"),
        permissions=["add"],
    )
    def change_prices(
        self, request: HttpRequest, queryset: QuerySet[Product]
    ) -> HttpResponse | None:
        form = PriceChangeForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self.ask(request, queryset, form, _("Change the prices by percent"))
        percent = form.cleaned_data["percent"]
        self.tell(request, bulk.change_prices(get_keys(queryset), percent))
        return None

    @admin.action(
        description=gettext_lazy("Put into another category…"), permissions=["add"]
    )
    def change_category(
        self, request: HttpRequest, queryset: QuerySet[Product]
    ) -> HttpResponse | None:
        form = CategoryChangeForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self.ask(request, queryset, form, _("Put into another category"))
        category = form.cleaned_data["category"]
        self.tell(request, bulk.move(get_keys(queryset), category))
        return None

    def ask(
        self, request: HttpRequest, queryset: QuerySet[Product], form: Form, title: str
    ) -> HttpResponse:
        products = list(queryset[:NAMED])
        count = queryset.count()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "form": form,
            "products": products,
            "count": count,
            "unnamed": count - len(products),
            "action": request.POST["action"],
            "select_across": request.POST.get("select_across", "0"),
            "keys": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "staff/change_products.html", context)

    def tell(self, request: HttpRequest, products: list[Product]) -> None:
        """Write into the history of each product who did it, and say how many."""
        LogEntry.objects.log_actions(
            request.user.pk,
            products,
            CHANGE,
            change_message=f"Action: {request.POST['action']}",
        )
        count = len(products)
        message = ngettext(
            "%(count)d product was changed.", "%(count)d products were changed.", count
        )
        self.message_user(request, message % {"count": count}, messages.SUCCESS)


def get_keys(products: QuerySet[Product]) -> list[int]:
    return list(products.values_list("pk", flat=True))
