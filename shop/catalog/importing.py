from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.results import Result

from shop.catalog.resources import (
    ImportStorage,
    ProductConfirmImportForm,
    ProductCSV,
    ProductImportForm,
    ProductResource,
)


class ProductTables(ImportExportMixin):
    """The buttons "Import" and "Export" of an admin."""

    resource_classes = [ProductResource]
    formats = [ProductCSV]
    import_form_class = ProductImportForm
    confirm_form_class = ProductConfirmImportForm
    tmp_storage_class = ImportStorage
    # Its form needs inline script; what is filtered and searched is exported as it is.
    skip_export_form = True
    # With the mark by which spreadsheets know UTF-8.
    to_encoding = "utf-8-sig"

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_import_resource_kwargs(
        self, request: HttpRequest, **kwargs: Any
    ) -> dict[str, Any]:
        return {"sets_stock": is_stock_wanted(kwargs.get("form"))}

    def get_export_resource_kwargs(
        self, request: HttpRequest, **kwargs: Any
    ) -> dict[str, Any]:
        return {}

    def get_confirm_form_initial(
        self, request: HttpRequest, import_form: Form | None
    ) -> dict[str, Any]:
        initial = super().get_confirm_form_initial(request, import_form)
        return initial | {"sets_stock": is_stock_wanted(import_form)}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Import everything or, when a row cannot be, nothing."""
        kwargs = super().get_import_data_kwargs(**kwargs)
        return kwargs | {"rollback_on_validation_errors": True}

    def process_result(self, result: Result, request: HttpRequest) -> HttpResponse:
        """Say so when what could be imported at the preview no longer can."""
        if not result.has_errors() and not result.has_validation_errors():
            return super().process_result(result, request)
        messages.error(
            request,
            _("Nothing was imported: the shop has changed since the preview."),
        )
        return redirect("admin:catalog_product_import")


def is_stock_wanted(form: Form | None) -> bool:
    return bool(form and getattr(form, "cleaned_data", {}).get("sets_stock"))
