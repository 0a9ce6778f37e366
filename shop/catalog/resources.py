"""Products as a table in a file: one a row, found by their article number."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.fields import Field
from import_export.formats.base_formats import CSV
from import_export.forms import ConfirmImportForm, ImportForm
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import ModelResource
from import_export.tmp_storages import CacheStorage
from import_export.widgets import Widget
from tablib import Dataset

from shop.catalog.editing import SizesField
from shop.catalog.formulas import disarm, rearm
from shop.catalog.models import Category, Product, ProductQuerySet

MAX_BYTES = 2_000_000
MAX_ROWS = 2_000
YES_OR_NO = [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]


def is_yes(value: str) -> bool:
    return value == "yes"


class FormWidget(Widget):
    """Reads a cell as a field of a form does, with its words for what is wrong."""

    def __init__(self, field: forms.Field) -> None:
        super().__init__()
        self.field = field

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        try:
            return self.field.clean(value)
        except ValidationError as error:
            raise ValueError(" ".join(error.messages)) from error

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(self.field.prepare_value(value))


class YesOrNoWidget(FormWidget):
    def __init__(self) -> None:
        super().__init__(forms.TypedChoiceField(choices=YES_OR_NO, coerce=is_yes))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "yes" if value else "no"


def make_column(name: str, field: forms.Field) -> Field:
    return Field(name, name, widget=FormWidget(field))


class ProductResource(ModelResource):
    name = make_column("name", forms.CharField(max_length=200))
    category = make_column(
        "category",
        forms.ModelChoiceField(
            Category.objects.all(),
            to_field_name="slug",
            error_messages={
                "invalid_choice": gettext_lazy("No category has the slug “%(value)s”.")
            },
        ),
    )
    price = make_column(
        "price", forms.DecimalField(min_value=0, max_digits=10, decimal_places=2)
    )
    stock = make_column("stock", forms.IntegerField(min_value=0))
    sizes = make_column("sizes", SizesField(required=False))
    is_published = Field("is_published", "is_published", widget=YesOrNoWidget())

    class Meta:
        model = Product
        import_id_fields = ["sku"]
        fields = [
            "sku",
            "name",
            "brand",
            "category",
            "price",
            "stock",
            "sizes",
            "description",
            "is_published",
        ]
        instance_loader_class = CachedInstanceLoader
        use_transactions = True

    def __init__(self, *, sets_stock: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.sets_stock = sets_stock
        self.changed: list[str] = []
        self.seen: set[str] = set()

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        if len(dataset) > MAX_ROWS:
            message = _("A file may have %(limit)d rows at most.")
            raise ValidationError(message % {"limit": MAX_ROWS})

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        for name, value in row.items():
            row[name] = rearm(value or "")
        if row["sku"] in self.seen:
            raise ValidationError({"sku": _("Another row has this article number.")})
        self.seen.add(row["sku"])

    def import_field(
        self, field: Field, instance: Product, row: dict[str, Any], **kwargs: Any
    ) -> None:
        """Leave the stock alone: since the export, shoppers went on buying."""
        is_counted = self.sets_stock or instance._state.adding
        if field.attribute == "stock" and not is_counted:
            return
        super().import_field(field, instance, row, **kwargs)

    def skip_row(
        self, instance: Product, original: Product, row: Any, errors: Any = None
    ) -> bool:
        self.changed = [
            field.attribute
            for field in self.get_import_fields()
            if field.get_value(instance) != field.get_value(original)
        ]
        refuse_to_count_sizes(instance, self.changed)
        return not self.changed and not errors

    def validate_instance(
        self,
        instance: Product,
        import_validation_errors: dict[str, Any] | None = None,
        validate_unique: bool = True,
    ) -> None:
        """Look at the fields alone; asking for each row if it is unique takes long."""
        errors = dict(import_validation_errors or {})
        try:
            instance.clean_fields(exclude={"slug", "category", "picture", *errors})
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def get_queryset(self) -> ProductQuerySet:
        return super().get_queryset().prefetch_related("variants")

    def do_instance_save(self, instance: Product, is_create: bool) -> None:
        """Write what was changed alone: what was sold meanwhile stays sold."""
        if is_create:
            instance.save(force_insert=True)
        else:
            instance.save(update_fields=self.changed)

    def export_field(self, field: Field, instance: Product, **kwargs: Any) -> str:
        return disarm(str(super().export_field(field, instance, **kwargs)))


def refuse_to_count_sizes(product: Product, changed: list[str]) -> None:
    has_variants = not product._state.adding and product.has_variants
    if has_variants and {"stock", "sizes"} & set(changed):
        message = _("Each size of this product has a stock of its own: edit it there.")
        raise ValidationError({"stock": message})


class ProductCSV(CSV):
    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Dataset:
        """Read what spreadsheets write, some of them with semicolons."""
        text = in_stream.decode(self.encoding) if self.encoding else in_stream
        header = text.partition("\n")[0]
        delimiter = ";" if header.count(";") > header.count(",") else ","
        return super().create_dataset(text, delimiter=delimiter, **kwargs)


class ImportStorage(CacheStorage):
    """Keeps the file from the preview to the confirmation, for all web servers."""

    CACHE_LIFETIME = 3600

    def read(self) -> bytes:
        return super().read() or b""


class ProductImportForm(ImportForm):
    sets_stock = forms.BooleanField(
        required=False,
        label=gettext_lazy("Set the stock too"),
        help_text=gettext_lazy(
            "Only if the file is younger than the latest order. New products get "
            "their stock from it in any case."
        ),
    )

    def clean_import_file(self) -> Any:
        file = self.cleaned_data["import_file"]
        if file.size > MAX_BYTES:
            message = _("A file may have %(limit)d MB at most.")
            raise ValidationError(message % {"limit": MAX_BYTES // 1_000_000})
        return file


class ProductConfirmImportForm(ConfirmImportForm):
    sets_stock = forms.BooleanField(required=False, widget=forms.HiddenInput)
