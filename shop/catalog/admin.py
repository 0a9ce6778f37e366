from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Field
from django.forms import Field as FormField
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from shop.catalog.models import Category, Product


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["name", "parent", "slug"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):
    list_display = [
        "preview",
        "sku",
        "name",
        "brand",
        "category",
        "price",
        "stock",
        "is_published",
    ]
    list_display_links = ["sku", "name"]
    list_editable = ["price", "stock", "is_published"]
    list_filter = ["is_published", "category__parent", "category"]
    list_select_related = ["category"]
    list_per_page = 50
    search_fields = ["=sku", "name"]
    autocomplete_fields = ["category"]
    prepopulated_fields = {"slug": ["name"]}
    date_hierarchy = "created_at"
    ordering = ["-created_at"]

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        if db_field.name == "stock":
            # Tells a changed stock from one that shoppers changed under an open form.
            kwargs["show_hidden_initial"] = True
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Product, form: ModelForm, change: bool
    ) -> None:
        """Write what was changed alone: what was sold meanwhile stays sold."""
        obj.save(update_fields=form.changed_data if change else None)

    @admin.display(description="")
    def preview(self, product: Product) -> SafeString | str:
        if not product.picture:
            return ""
        return format_html(
            '<img src="{}" width="48" height="48" alt="" loading="lazy">',
            product.picture.url,
        )

    def get_readonly_fields(
        self, request: HttpRequest, obj: Product | None = None
    ) -> list[str]:
        """Events and recommenders know a product by its sku: it never changes."""
        return ["sku"] if obj else []
