from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from shop.accounts.models import User
from shop.catalog.models import Product
from shop.demo.opinions import WISHES_OF_A_SHOPPER
from shop.reviews.buying import get_purchases
from shop.reviews.models import Review
from shop.reviews.ratings import recount, recount_all
from tests.shop.factories import make_product

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_the_demo_has_opinions_of_those_who_bought() -> None:
    call_command("load_demo", verbosity=0)
    rated = Product.objects.filter(num_reviews__gt=0)
    pairs = set(Review.objects.values_list("user_id", "product_id"))
    assert len(pairs) > 300
    assert pairs <= get_purchases()
    assert rated.count() > 100
    assert Review.objects.pending().exists()
    assert all(0 < product.rating <= 5 for product in rated)
    newest = Review.objects.order_by("written_at").last()
    assert newest.written_at < timezone.now() + timedelta(minutes=1)
    most = max(user.wishes.count() for user in User.objects.all()[:50])
    assert 0 < most <= WISHES_OF_A_SHOPPER


def test_all_ratings_are_recounted_as_each_is() -> None:
    product, other = make_product(), make_product(rating=3, num_reviews=4)
    for rating in (5, 4, 4):
        review = Review(product=product, rating=rating, status="published")
        Review.objects.bulk_create([review])
    recount_all()
    product.refresh_from_db()
    other.refresh_from_db()
    counted = (product.rating, product.num_reviews)
    assert (other.rating, other.num_reviews) == (None, 0)
    recount(product.pk)
    product.refresh_from_db()
    assert (product.rating, product.num_reviews) == counted
