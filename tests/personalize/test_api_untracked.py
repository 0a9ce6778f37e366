from __future__ import annotations

import pytest

from personalize.identity import get_user_id
from personalize.models import Event, UserIdentity
from shop.catalog.models import Product
from tests.personalize.factories import (
    USER,
    make_api_key,
    make_bearer,
    make_user,
    post,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-GPC": "1"},
        {"Sec-Purpose": "prefetch"},
        {"User-Agent": "Googlebot/2.1 (+http://www.google.com/bot.html)"},
    ],
)
def test_who_is_not_tracked_is_told_so(
    product: Product, headers: dict[str, str]
) -> None:
    body = {"userId": USER, "productId": product.sku}
    response = post("track/view", body, **headers)
    assert response.status_code == 202
    assert response.json() == {"success": True, "eventId": None, "tracked": False}
    assert not response.cookies
    assert not Event.objects.exists()


def test_purchases_and_batches_of_who_is_not_tracked_are_ignored(
    product: Product,
) -> None:
    staff = make_bearer(make_user(is_staff=True))
    lines = [{"productId": product.sku}]
    events = [{"eventType": "View", "productId": product.sku}]
    bought = post("track/purchase", {"items": lines}, **staff)
    reported = post("track", {"events": events}, **staff)
    assert bought.json() == {"success": True, "eventIds": [], "tracked": 0}
    assert reported.json()["results"] == [{"eventId": None, "status": "ignored"}]
    assert not Event.objects.exists()


def test_a_server_cannot_track_an_account_that_opted_out(product: Product) -> None:
    user = make_user()
    body = {"userId": get_user_id(user), "productId": product.sku}
    UserIdentity.objects.update(opted_out=True)
    response = post("track/view", body, **make_api_key())
    assert response.json()["tracked"] is False
