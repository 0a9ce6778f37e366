from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.db.models import Count, Field, ForeignKey, QuerySet
from django.forms import Field as FormField
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.catalog.bulk_admin import BulkActions
from shop.catalog.editing import (
    ProductForm,
    ProductRowForm,
    StockRowForm,
    VariantForm,
)
from shop.catalog.importing import ProductTables
from shop.catalog.models import Category, Product, ProductPicture, Variant
from shop.catalog.sizes import follow_variants, lock_product
from shop.media.fields import PictureFile


def show_picture(picture: PictureFile, width: int) -> SafeString | str:
    if not picture:
        return ""
    return format_html(
        '<img class="staff-picture" src="{}" width="{}" height="{}" alt="" '
        'loading="lazy">',
        picture.thumbnail,
        width,
        width,
    )


class KeepsSold:
    """Tells a changed stock from one that shoppers changed under an open form."""

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        if db_field.name == "stock":
            kwargs["show_hidden_initial"] = True
        return super().formfield_for_dbfield(  # type: ignore[misc]
            db_field, request, **kwargs
        )


class VariantInline(KeepsSold, admin.TabularInline):
    model = Variant
    form = VariantForm
    extra = 0
    verbose_name = _("size with a stock of its own")
    verbose_name_plural = _("sizes with a stock of their own")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Product | None = None
    ) -> list[str]:
        return [] if self.has_add_permission(request, obj) else ["size"]


class ProductPictureInline(admin.TabularInline):
    model = ProductPicture
    fields = ["shown", "picture", "description", "position"]
    readonly_fields = ["shown"]
    extra = 0
    verbose_name_plural = _("further pictures")

    @admin.display(description="")
    def shown(self, picture: ProductPicture) -> SafeString | str:
        return show_picture(picture.picture, 80)


class StockFilter(admin.SimpleListFilter):
    title = _("stock")
    parameter_name = "in_stock"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin
    ) -> list[tuple[str, Any]]:
        return [("none", _("Sold out")), ("few", _("Low")), ("many", _("Enough"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        narrow = {
            "none": queryset.sold_out,
            "few": queryset.low_in_stock,
            "many": queryset.well_stocked,
        }
        return narrow.get(self.value() or "", queryset.all)()


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ["name", "parent", "slug", "num_products"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name", "slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return super().get_queryset(request).annotate(num_products=Count("products"))

    @admin.display(description=_("Products"), ordering="num_products")
    def num_products(self, category: Any) -> int:
        return category.num_products

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """There are two levels and no third."""
        if db_field.name == "parent":
            kwargs["queryset"] = Category.objects.roots()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Product)
class ProductAdmin(ProductTables, BulkActions, KeepsSold, admin.ModelAdmin):
    form = ProductForm
    list_display = [
        "preview",
        "sku",
        "name",
        "category",
        "price",
        "stock",
        "is_published",
    ]
    list_display_links = ["sku", "name"]
    list_editable = ["price", "stock", "is_published"]
    list_filter = [
        "is_published",
        StockFilter,
        ("category__parent", admin.RelatedOnlyFieldListFilter),
        ("category", admin.RelatedOnlyFieldListFilter),
    ]
    list_select_related = ["category"]
    list_per_page = 50
    search_fields = ["=sku", "name", "brand"]
    autocomplete_fields = ["category"]
    prepopulated_fields = {"slug": ["name"]}
    date_hierarchy = "created_at"
    ordering = ["-created_at"]
    inlines = [VariantInline, ProductPictureInline]
    readonly_fields = ["shown", "sold", "rating", "num_reviews"]
    fieldsets = [
        (None, {"fields": ["sku", "name", "slug", "brand", "category", "description"]}),
        (_("Price and stock"), {"fields": ["price", "stock", "sizes", "is_published"]}),
        (_("Picture"), {"fields": ["shown", "picture"]}),
        (
            _("How it does"),
            {"fields": ["sold", "rating", "num_reviews", "created_at"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        return super().get_queryset(request).prefetch_related("variants")

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> type:
        """Whoever may add no products counts those there are."""
        form = ProductRowForm if self.has_add_permission(request) else StockRowForm
        return super().get_changelist_form(request, **{"form": form} | kwargs)

    def save_model(
        self, request: HttpRequest, obj: Product, form: ModelForm, change: bool
    ) -> None:
        """Write what was changed alone: what was sold meanwhile stays sold."""
        obj.save(update_fields=form.changed_data if change else None)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        # The product before its sizes, as a checkout locks them.
        lock_product(form.instance)
        super().save_related(request, form, formsets, change)
        follow_variants(form.instance)

    @admin.display(description="")
    def preview(self, product: Product) -> SafeString | str:
        return show_picture(product.picture, 48)

    @admin.display(description=_("On its card"))
    def shown(self, product: Product) -> SafeString | str:
        return show_picture(product.picture, 160)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Product | None = None
    ) -> list[str]:
        """Events and recommenders know a product by its sku: it never changes."""
        if obj and not self.has_add_permission(request):
            kept = [] if obj.has_variants else ["stock"]
            names = flatten_fieldsets(self.fieldsets)
            return [name for name in names if name not in kept]
        fixed = ["sku"] if obj else []
        summed = ["stock", "sizes"] if obj and obj.has_variants else []
        return [*fixed, *summed, *self.readonly_fields]

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Product | None = None
    ) -> dict[str, Any]:
        is_whole = self.has_add_permission(request)
        return super().get_prepopulated_fields(request, obj) if is_whole else {}
