from __future__ import annotations

from django.conf import settings
from rest_framework import serializers

from shop.api.fields import AddressField, CountField, FlagField, MoneyField, PriceField
from shop.api.pages import PageQuery, page_of
from shop.api.serializers import Serializer
from shop.catalog.filters import RELEVANCE, SORTS
from shop.catalog.models import Product
from shop.catalog.search import MAX_LENGTH


class CategoryName(Serializer):
    slug = serializers.SlugField()
    name = serializers.CharField()


class CategorySerializer(CategoryName):
    """A department with the categories below it."""

    description = serializers.CharField()
    children = CategoryName(many=True, source="children.all")


class ProductCard(Serializer):
    """A product as lists show it."""

    sku = serializers.CharField()
    name = serializers.CharField()
    brand = serializers.CharField()
    category = CategoryName()
    price = MoneyField()
    currency = serializers.SerializerMethodField()
    in_stock = serializers.BooleanField(source="is_available")
    sizes = serializers.ListField(child=serializers.CharField())
    rating = serializers.DecimalField(max_digits=3, decimal_places=2, allow_null=True)
    num_reviews = serializers.IntegerField()
    picture = AddressField()
    url = AddressField(source="get_absolute_url")

    def get_currency(self, product: Product) -> str:
        return settings.CURRENCY


class PictureSerializer(Serializer):
    picture = AddressField()
    description = serializers.CharField()


class SizeSerializer(Serializer):
    size = serializers.CharField()
    in_stock = serializers.BooleanField(source="stock")


class ProductSerializer(ProductCard):
    """A product with all that its page shows."""

    description = serializers.CharField()
    breadcrumbs = CategoryName(many=True, source="category.breadcrumbs")
    pictures = PictureSerializer(many=True, source="pictures.all")
    size_choices = SizeSerializer(many=True)


class BrandSerializer(Serializer):
    name = serializers.CharField()
    count = serializers.IntegerField()


class FacetsSerializer(Serializer):
    """What there is to choose from in the whole list."""

    brands = BrandSerializer(many=True)
    price_min = MoneyField(allow_null=True)
    price_max = MoneyField(allow_null=True)


class ProductsPage(page_of(ProductCard)):  # type: ignore[misc]
    facets = FacetsSerializer()


class ListQuery(PageQuery):
    """The choices of a list; the shop's own filters judge what they hold."""

    price_min = PriceField(required=False, min_value=0)
    price_max = PriceField(required=False, min_value=0)
    brand = serializers.ListField(
        child=serializers.CharField(max_length=80), required=False, max_length=20
    )
    available = FlagField(required=False, help_text="Only what is in stock.")
    sort = serializers.ChoiceField([name for name, _ in SORTS], required=False)


class ProductsQuery(ListQuery):
    category = serializers.SlugField(
        required=False, max_length=80, help_text="This category and those below it."
    )


class SearchQuery(ListQuery):
    q = serializers.CharField(max_length=MAX_LENGTH)
    sort = serializers.ChoiceField(
        [name for name, _ in (RELEVANCE, *SORTS)], required=False
    )


class SuggestionsQuery(Serializer):
    q = serializers.CharField(max_length=MAX_LENGTH)
    size = CountField(required=False, default=8, min_value=1, max_value=20)
