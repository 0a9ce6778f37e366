from __future__ import annotations

from django.conf import settings
from rest_framework import serializers

from shop.api.fields import (
    AddressField,
    CountField,
    FlagField,
    MoneyField,
    PictureField,
    PriceField,
)
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
    picture = PictureField()
    url = AddressField(source="get_absolute_url")

    def get_currency(self, product: Product) -> str:
        return settings.CURRENCY


class PictureSerializer(Serializer):
    picture = PictureField()
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


class BrandCount(Serializer):
    name = serializers.CharField()
    count = serializers.IntegerField()


class CategoryCount(CategoryName):
    count = serializers.IntegerField()


class RatingCount(Serializer):
    """How many products have so many stars or more."""

    rating = serializers.IntegerField()
    count = serializers.IntegerField()


class FacetsSerializer(Serializer):
    """What there is to choose from in the whole list, beside what was chosen."""

    brands = BrandCount(many=True)
    categories = CategoryCount(many=True)
    ratings = RatingCount(many=True)
    available = serializers.IntegerField(help_text="How many are in stock.")
    min_price = MoneyField(allow_null=True)
    max_price = MoneyField(allow_null=True)


class ProductsPage(page_of(ProductCard)):  # type: ignore[misc]
    count = serializers.IntegerField(
        help_text="How many there are; of a longer list the first 1000."
    )
    facets = FacetsSerializer()


class ListQuery(PageQuery):
    """The choices of a list; the shop's own filters judge what they hold."""

    min_price = PriceField(required=False, min_value=0)
    max_price = PriceField(required=False, min_value=0)
    brand = serializers.ListField(
        child=serializers.CharField(max_length=80), required=False, max_length=20
    )
    rating = CountField(
        required=False, min_value=1, max_value=4, help_text="So many stars and up."
    )
    category = serializers.SlugField(
        required=False, max_length=80, help_text="This category and those below it."
    )
    available = FlagField(required=False, help_text="Only what is in stock.")
    sort = serializers.ChoiceField([name for name, _ in SORTS], required=False)


class SearchQuery(ListQuery):
    q = serializers.CharField(max_length=MAX_LENGTH)
    sort = serializers.ChoiceField(
        [name for name, _ in (RELEVANCE, *SORTS)], required=False
    )


class FoundPage(ProductsPage):
    spelling = serializers.CharField(
        help_text="Another spelling that finds something, where this one finds nothing."
    )


class SuggestionsQuery(Serializer):
    q = serializers.CharField(max_length=MAX_LENGTH)


class SuggestionsSerializer(Serializer):
    """What may be meant by a word that is being typed."""

    queries = serializers.ListField(child=serializers.CharField())
    categories = CategoryName(many=True)
    products = ProductCard(many=True)
