from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shop.accounts.models import User
from shop.accounts.signals import account_erased
from shop.catalog.models import Product
from shop.orders.models import Order
from shop.reviews import moderation, reviewing
from shop.reviews.exceptions import ReviewRefused
from shop.reviews.models import Review
from shop.reviews.reading import PAGE_SIZE, get_shares
from tests.shop.factories import make_order, make_product, make_user

pytestmark = pytest.mark.django_db

Status = Order.Status


@pytest.fixture
def product() -> Product:
    return make_product("Kettle")


@pytest.fixture
def buyer(product: Product) -> User:
    return make_buyer(product)


def make_buyer(
    product: Product, status: str = Status.DELIVERED, *, is_paid: bool = False
) -> User:
    user = make_user(first_name="Anna", last_name="Alder")
    order = make_order(product, user=user)
    order.status, order.paid_at = status, timezone.now() if is_paid else None
    order.save()
    return user


def make_review(product: Product, rating: int = 5, **fields: Any) -> Review:
    fields.setdefault("status", Review.Status.PUBLISHED)
    return Review.objects.create(product=product, rating=rating, **fields)


def read(product: Product) -> tuple[Decimal | None, int]:
    product.refresh_from_db()
    return product.rating, product.num_reviews


def test_a_buyer_can_say_what_it_is_like(product: Product, buyer: User) -> None:
    review = reviewing.write(buyer, product, 4, "Boils water.", title="Good")
    assert (review.rating, review.title, review.text) == (4, "Good", "Boils water.")
    assert review.author == "Anna A."
    assert review.status == Review.Status.PENDING


@pytest.mark.parametrize(
    ("status", "is_paid"),
    [
        (Status.PAID, False),
        (Status.PACKED, True),
        (Status.SHIPPED, True),
        (Status.DELIVERED, False),
    ],
)
def test_who_has_paid_or_got_it_may_speak(
    product: Product, status: str, is_paid: bool
) -> None:
    buyer = make_buyer(product, status, is_paid=is_paid)
    assert reviewing.check_may_write(buyer, product).product == product


@pytest.mark.parametrize(
    ("status", "is_paid"),
    [
        (Status.PLACED, False),
        (Status.CASH_PENDING, False),
        (Status.PACKED, False),
        (Status.SHIPPED, False),
        (Status.CANCELLED, True),
        (Status.REFUNDED, True),
    ],
)
def test_others_may_not(product: Product, status: str, is_paid: bool) -> None:
    buyer = make_buyer(product, status, is_paid=is_paid)
    with pytest.raises(ReviewRefused, match="Only who has bought Kettle"):
        reviewing.write(buyer, product, 5, "")


def test_who_bought_something_else_may_not(buyer: User) -> None:
    with pytest.raises(ReviewRefused):
        reviewing.write(buyer, make_product(), 5, "")


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_there_are_one_to_five_stars(
    product: Product, buyer: User, rating: int
) -> None:
    with pytest.raises(ReviewRefused, match="one to five"):
        reviewing.write(buyer, product, rating, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_review(product, max(rating, 0))


def test_who_writes_again_changes_the_review(product: Product, buyer: User) -> None:
    first = reviewing.write(buyer, product, 5, "Great")
    moderation.publish(Review.objects.all())
    second = reviewing.write(buyer, product, 2, "Broke")
    assert second.pk == first.pk
    assert second.status == Review.Status.PENDING
    assert read(product) == (None, 0)


def test_a_shop_can_publish_at_once(
    product: Product, buyer: User, settings: Any
) -> None:
    settings.REVIEWS_PUBLISH_AT_ONCE = True
    assert reviewing.write(buyer, product, 4, "").is_published
    assert read(product) == (4, 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<b>Good</b> & <i>cheap</i>", "Good & cheap"),
        ("<script>alert(1)</script>Fine", "Fine"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Fine", "Fine"),
        ("&amp;lt;b&amp;gt;Fine", "Fine"),
        ("I <3 it, 5 > 4", "I <3 it, 5 > 4"),
        ("One\r\n\r\n\r\n\r\nTwo\0", "One\n\nTwo"),
        ("a\u202eb", "ab"),
    ],
)
def test_text_is_nothing_but_text(
    product: Product, buyer: User, typed: str, kept: str
) -> None:
    assert reviewing.write(buyer, product, 5, typed).text == kept


def test_a_title_is_one_line(product: Product, buyer: User) -> None:
    assert reviewing.write(buyer, product, 5, "", title="One\nTwo").title == "One Two"


@pytest.mark.parametrize(
    ("first", "last", "author"),
    [("Ben", "de Vries", "Ben V."), ("Cleo", "", "Cleo"), ("", "", "Anna A.")],
)
def test_a_name_is_shortened(
    product: Product, buyer: User, first: str, last: str, author: str
) -> None:
    buyer.first_name, buyer.last_name = first, last
    assert reviewing.write(buyer, product, 5, "").author == author


def test_the_rating_is_the_average_of_what_is_published(product: Product) -> None:
    make_review(product, 5)
    make_review(product, 4)
    make_review(product, 4)
    make_review(product, 1, status=Review.Status.PENDING)
    make_review(make_product(), 1)
    assert read(product) == (Decimal("4.33"), 3)


def test_the_rating_follows_what_the_staff_decide(product: Product) -> None:
    make_review(product, 2, status=Review.Status.PENDING)
    assert moderation.publish(Review.objects.all()) == 1
    assert moderation.publish(Review.objects.all()) == 0
    assert read(product) == (2, 1)
    assert moderation.reject(Review.objects.all()) == 1
    assert read(product) == (None, 0)


def test_the_rating_forgets_what_is_deleted(product: Product) -> None:
    make_review(product, 2)
    make_review(product, 4).delete()
    assert read(product) == (2, 1)


def test_a_review_can_be_withdrawn(product: Product, buyer: User) -> None:
    reviewing.write(buyer, product, 5, "")
    assert reviewing.withdraw(buyer, product)
    assert not reviewing.withdraw(buyer, product)


def test_an_erased_account_leaves_its_stars_without_a_word(
    product: Product, buyer: User
) -> None:
    reviewing.write(buyer, product, 4, "Anna was here", title="Anna")
    moderation.publish(Review.objects.all())
    other = make_product()
    make_review(other, user=buyer, status=Review.Status.PENDING, text="Anna")
    account_erased.send(sender=User, user=buyer)
    review = Review.objects.get()
    assert (review.user, review.author, review.title, review.text) == (None, "", "", "")
    assert read(product) == (4, 1)


def test_stars_are_distributed(product: Product) -> None:
    for rating in (5, 5, 5, 1):
        make_review(product, rating)
    product.refresh_from_db()
    shares = [(each.rating, each.number, each.percent) for each in get_shares(product)]
    assert shares == [(5, 3, 75), (4, 0, 0), (3, 0, 0), (2, 0, 0), (1, 1, 25)]


def test_a_page_shows_what_is_published(client: Client, product: Product) -> None:
    make_review(product, 4, title="Sturdy", text="1 < 2", author="Anna A.")
    make_review(product, 1, title="Hidden", status=Review.Status.PENDING)
    page = client.get(product.get_absolute_url()).content.decode()
    assert "Sturdy" in page
    assert "1 &lt; 2" in page
    assert "Anna A." in page
    assert "Hidden" not in page


def test_many_reviews_come_in_pages(client: Client, product: Product) -> None:
    for _ in range(PAGE_SIZE + 1):
        make_review(product)
    address = reverse("reviews", args=[product.sku])
    whole = client.get(address)
    piece = client.get(f"{address}?page=2", headers={"HX-Request": "true"})
    assert len(whole.context["reviews"]) == PAGE_SIZE
    assert len(piece.context["reviews"]) == 1
    assert "<html" not in piece.content.decode()
    assert "HX-Request" in piece["Vary"]


def test_a_card_shows_the_rating(client: Client, product: Product) -> None:
    make_review(product, 4)
    page = client.get(product.category.get_absolute_url()).content.decode()
    assert "4.0 of 5 stars, 1 review" in page


def write(client: Client, product: Product, **data: Any) -> Any:
    address = reverse("review-write", args=[product.sku])
    return client.post(address, {"rating": 5} | data, follow=True)


def test_a_buyer_writes_on_a_page(
    client: Client, product: Product, buyer: User
) -> None:
    client.force_login(buyer)
    form = client.get(reverse("review-write", args=[product.sku]))
    assert "Review Kettle" in form.content.decode()
    page = write(client, product, text="Fine").content.decode()
    assert "appears once we have read it" in page
    assert "Waiting to be read" in page
    again = client.get(reverse("review-write", args=[product.sku]))
    assert again.context["form"].initial["text"] == "Fine"


def test_a_page_says_what_is_missing(
    client: Client, product: Product, buyer: User
) -> None:
    client.force_login(buyer)
    response = write(client, product, rating="")
    assert response.context["form"].errors.keys() == {"rating"}
    assert not Review.objects.exists()


def test_a_page_refuses_who_has_not_bought(client: Client, product: Product) -> None:
    client.force_login(make_user())
    address = reverse("review-write", args=[product.sku])
    assert "Only who has bought" in client.get(address, follow=True).content.decode()
    assert "Only who has bought" in write(client, product).content.decode()
    assert not Review.objects.exists()


@pytest.mark.parametrize("name", ["review-write", "review-withdraw"])
def test_a_guest_logs_in_first(client: Client, product: Product, name: str) -> None:
    response = client.post(reverse(name, args=[product.sku]))
    assert response.url.startswith("/accounts/login/")


def test_a_buyer_withdraws_on_a_page(
    client: Client, product: Product, buyer: User
) -> None:
    client.force_login(buyer)
    write(client, product)
    response = client.post(reverse("review-withdraw", args=[product.sku]), follow=True)
    assert "Your review is deleted" in response.content.decode()
    assert not Review.objects.exists()
