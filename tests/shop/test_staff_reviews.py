"""Reviews in the hands of the staff."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shop.reviews.models import Review
from tests.shop.factories import make_product, make_user
from tests.shop.test_staff_orders import log_in

pytestmark = pytest.mark.django_db

LIST = reverse("admin:reviews_review_changelist")


def make_review(**fields: Any) -> Review:
    return Review.objects.create(
        product=make_product(), user=make_user(), rating=4, text="Sturdy", **fields
    )


def choose(client: Client, action: str, *reviews: Review) -> str:
    data = {"action": action, "_selected_action": [review.pk for review in reviews]}
    return client.post(LIST, data, follow=True).content.decode()


def test_published_reviews_count_for_their_product() -> None:
    review = make_review()
    page = choose(log_in("support"), "publish", review)
    review.product.refresh_from_db()
    assert "1 review was changed." in page
    assert (review.product.num_reviews, review.product.rating) == (1, 4)


def test_rejected_reviews_count_no_more() -> None:
    review = make_review(status=Review.Status.PUBLISHED)
    choose(log_in("support"), "reject", review)
    review.refresh_from_db()
    assert (review.status, review.product.num_reviews) == (Review.Status.REJECTED, 0)


def test_nobody_writes_into_the_review_of_another(admin_client: Client) -> None:
    review = make_review()
    address = reverse("admin:reviews_review_change", args=[review.pk])
    assert "Sturdy" in admin_client.get(address).content.decode()
    assert admin_client.post(address, {"text": "Wonderful"}).status_code == 403
    review.refresh_from_db()
    assert review.text == "Sturdy"


def test_the_warehouse_judges_no_reviews() -> None:
    review = make_review()
    choose(log_in("warehouse"), "publish", review)
    review.refresh_from_db()
    assert review.status == Review.Status.PENDING
