"""{% load reviews %}: what buyers say about a product."""

from __future__ import annotations

from django import template
from django.core.paginator import Page
from django.template.context import Context

from shop.catalog.models import Product
from shop.reviews import reading, reviewing
from shop.reviews.models import Review

register = template.Library()


@register.simple_tag
def get_reviews(product: Product) -> Page:
    return reading.get_reviews(product)


@register.simple_tag
def get_shares(product: Product) -> list[reading.Share]:
    return reading.get_shares(product)


@register.simple_tag(takes_context=True)
def get_own_review(context: Context, product: Product) -> Review | None:
    return reviewing.find(context["request"].user, product)
