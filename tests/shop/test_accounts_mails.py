from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail as sent
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from shop.mails.models import Mail
from shop.mails.tasks import deliver_mails
from tests.shop.factories import make_user
from tests.shop.visiting import register

pytestmark = pytest.mark.django_db

FOLDER = Path(settings.BASE_DIR) / "templates" / "mails"
NAMES = sorted(
    str(path.relative_to(FOLDER)).removesuffix(".subject.txt")
    for folder in ("accounts", "newsletter")
    for path in (FOLDER / folder).glob("*.subject.txt")
)
URLS = (
    "activate_url",
    "confirm_url",
    "password_reset_url",
    "reset_url",
    "signup_url",
    "unsubscribe_url",
)
LINKS = {name: f"https://shop.example.com/{name}?a=1&b=2" for name in URLS}
CONTEXT = LINKS | {"email": "o'hara@example.com"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", ["subject.txt", "txt"])
def test_text_is_plain(name: str, ending: str) -> None:
    text = render_to_string(f"mails/{name}.{ending}", CONTEXT)
    assert text.strip()
    assert "&amp;" not in text
    assert "&#x27;" not in text


@pytest.mark.parametrize("name", NAMES)
def test_html_says_what_the_text_says(name: str) -> None:
    text = render_to_string(f"mails/{name}.txt", CONTEXT)
    html = render_to_string(f"mails/{name}.html", CONTEXT)
    links = [url for url in LINKS.values() if url in text]
    assert [url for url in links if url.replace("&", "&amp;") not in html] == []
    assert html.count('class="button"') == len(links)


def test_an_account_that_is_there_gets_a_hint_and_no_link_to_confirm(
    client: Client,
) -> None:
    make_user("anna@example.com")
    register(client, "anna@example.com")
    assert Mail.objects.get().name == "accounts/account_already_exists"


def test_an_address_without_account_is_told_so(client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": "nobody@example.com"})
    mail = Mail.objects.get()
    assert (mail.name, mail.to) == ("accounts/unknown_account", "nobody@example.com")
    assert reverse("account_signup") in mail.text


def test_an_e_mail_is_sent_as_text_and_html(client: Client) -> None:
    register(client)
    deliver_mails()
    [message] = sent.outbox
    assert message.to == ["anna@example.com"]
    assert message.subject == "Confirm your e-mail address"
    assert message.alternatives[0].mimetype == "text/html"


def test_it_is_written_in_the_language_of_the_page(client: Client) -> None:
    client.get(reverse("account_signup"), headers={"Accept-Language": "de"})
    form = {"email": "anna@example.com", "password1": "a-long-enough-secret"}
    client.post(
        reverse("account_signup"), form, headers={"Accept-Language": "de-DE,de"}
    )
    assert '<html lang="de">' in Mail.objects.get().html
