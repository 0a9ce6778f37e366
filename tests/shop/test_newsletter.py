from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shop.mails.models import Mail
from shop.newsletter import links
from shop.newsletter.models import Subscription
from shop.newsletter.tasks import forget_unconfirmed_subscriptions
from tests.shop.factories import make_user
from tests.shop.mailbox import get_link

pytestmark = pytest.mark.django_db

EMAIL = "anna@example.com"


def ask(client: Client, email: str = EMAIL) -> Any:
    return client.post(reverse("newsletter"), {"email": email})


def make_reader(email: str = EMAIL) -> Subscription:
    subscription = Subscription.objects.open(
        email, language="en", site_url="http://testserver"
    )
    subscription.confirm()
    return subscription


def get_status() -> str:
    return Subscription.objects.get().status


def get_unsubscribe_path(subscription: Subscription) -> str:
    url = links.make_unsubscribe_url(subscription)
    return url.removeprefix("http://testserver")


def test_nobody_is_subscribed_by_a_form_alone(client: Client) -> None:
    ask(client)
    assert not Subscription.objects.confirmed().exists()


def test_the_link_of_the_e_mail_subscribes(client: Client) -> None:
    ask(client)
    Client().post(get_link())
    assert [each.email for each in Subscription.objects.confirmed()] == [EMAIL]


def test_opening_the_link_without_a_click_subscribes_nobody(client: Client) -> None:
    ask(client)
    assert b"Yes, send it to me" in client.get(get_link()).content
    assert get_status() == "pending"


def test_confirming_twice_is_confirming_once(client: Client) -> None:
    ask(client)
    link = get_link()
    client.post(link)
    confirmed_at = Subscription.objects.get().confirmed_at
    client.post(link)
    assert Subscription.objects.get().confirmed_at == confirmed_at


def test_the_link_is_good_for_a_week(client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-11-27 12:00Z", tick=False)
    ask(client)
    time_machine.shift(8 * 24 * 3600)
    client.post(get_link())
    assert get_status() == "pending"


def test_a_forged_link_confirms_nothing(client: Client) -> None:
    ask(client)
    client.post(reverse("newsletter-confirm", args=["forged:link:here"]))
    assert get_status() == "pending"


def test_one_address_is_one_subscription(client: Client) -> None:
    ask(client, "Anna@Example.com")
    ask(client, "anna@example.com")
    assert Subscription.objects.get().email == EMAIL


def test_what_is_no_address_is_refused(client: Client) -> None:
    assert ask(client, "anna").context["form"].errors
    assert not Subscription.objects.exists()


def test_the_answer_tells_nobody_who_reads_it() -> None:
    make_reader("reader@example.com")
    reader, stranger = Client(), Client()
    answers = [ask(reader, "reader@example.com"), ask(stranger, "new@example.com")]
    assert {answer["Location"] for answer in answers} == {reverse("newsletter-asked")}
    assert answers[0].content == answers[1].content
    # The work is the same, too: each gets an e-mail.
    names = [mail.name for mail in Mail.objects.order_by("pk")]
    assert names == ["newsletter/subscribed", "newsletter/confirm"]


def test_nobody_fills_the_mailbox_of_another() -> None:
    answers = {ask(Client())["Location"] for _ in range(5)}
    assert Mail.objects.count() == 2
    assert answers == {reverse("newsletter-asked")}


def test_asking_for_many_addresses_is_slowed_down() -> None:
    codes = [ask(Client(), f"a{i}@example.com").status_code for i in range(11)]
    assert codes == [302] * 10 + [429]


def test_its_e_mails_can_be_unsubscribed_by_the_mail_program(client: Client) -> None:
    ask(client)
    headers = Mail.objects.get().headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"]
    assert url.startswith("<http://testserver/newsletter/unsubscribe/")


def test_one_click_of_the_mail_program_unsubscribes() -> None:
    subscription = make_reader()
    provider = Client(enforce_csrf_checks=True)
    body = {"List-Unsubscribe": "One-Click"}
    response = provider.post(get_unsubscribe_path(subscription), body)
    assert response.status_code == 200
    assert get_status() == "unsubscribed"
    assert not Subscription.objects.confirmed().exists()


def test_opening_the_link_shows_a_button_and_changes_nothing(client: Client) -> None:
    page = client.get(get_unsubscribe_path(make_reader()))
    assert b"Unsubscribe" in page.content
    assert get_status() == "confirmed"


def test_unsubscribing_twice_is_unsubscribing_once(client: Client) -> None:
    path = get_unsubscribe_path(make_reader())
    client.post(path)
    left_at = Subscription.objects.get().unsubscribed_at
    assert client.post(path).status_code == 200
    assert Subscription.objects.get().unsubscribed_at == left_at


def test_the_link_works_for_ever(client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-11-27 12:00Z", tick=False)
    path = get_unsubscribe_path(make_reader())
    time_machine.move_to("2029-11-27 12:00Z", tick=False)
    client.post(path)
    assert get_status() == "unsubscribed"


def test_the_link_of_an_erased_reader_still_says_that_it_is_over(
    client: Client,
) -> None:
    subscription = make_reader()
    path = get_unsubscribe_path(subscription)
    subscription.delete()
    assert b"You are unsubscribed" in client.get(path).content


def test_a_forged_link_unsubscribes_nobody(client: Client) -> None:
    subscription = make_reader()
    path = reverse("newsletter-unsubscribe", args=[f"{subscription.pk}:forged"])
    assert client.post(path).status_code == 404
    assert get_status() == "confirmed"


def test_an_old_link_does_not_bring_back_who_left(
    client: Client, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-27 12:00Z", tick=False)
    ask(client)
    link = get_link()
    client.post(link)
    time_machine.shift(60)
    client.post(get_unsubscribe_path(Subscription.objects.get()))
    client.post(link)
    assert get_status() == "unsubscribed"


def test_who_left_can_come_back(client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-11-27 12:00Z", tick=False)
    make_reader().unsubscribe()
    time_machine.shift(60)
    ask(client)
    client.post(get_link())
    assert get_status() == "confirmed"


def test_who_never_confirmed_is_forgotten(client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-11-01 12:00Z", tick=False)
    ask(client)
    make_reader("reader@example.com")
    time_machine.shift(31 * 24 * 3600)
    forget_unconfirmed_subscriptions()
    assert Subscription.objects.get().email == "reader@example.com"


def test_every_page_offers_it(client: Client) -> None:
    assert b'id="newsletter-email"' in client.get(reverse("home")).content


def choose(client: Client, **form: str) -> None:
    client.post(reverse("newsletter-choose"), form)


def test_an_account_subscribes_its_own_proven_address(client: Client) -> None:
    client.force_login(make_user(EMAIL))
    choose(client, is_wanted="on")
    assert get_status() == "confirmed"
    choose(client)
    assert get_status() == "unsubscribed"


def test_an_unproven_address_is_not_subscribed_by_its_account(client: Client) -> None:
    user = make_user(EMAIL)
    user.emailaddress_set.update(verified=False)
    client.force_login(user)
    choose(client, is_wanted="on")
    assert not Subscription.objects.exists()
