"""Every combination of credentials, claimed id, cookie and header, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from personalize.identity import get_user_id, guests
from personalize.models import Event
from shop.accounts.models import User
from tests.personalize.factories import make_api_key, make_bearer, make_user
from tests.shop.factories import make_product

pytestmark = pytest.mark.django_db

GUEST = guests.mint()
MISSING = "u_" + "A" * 22
FORGED = f"{guests.mint()}.AAAAAAAAAAAAAAAA"
COOKIES = ["no cookie", "signed cookie", "forged cookie"]
HEADERS = ["no header", "signed header", "forged header"]
# What cookie and header together prove.
PROOFS = {
    ("no cookie", "no header"): "nothing",
    ("no cookie", "signed header"): "guest",
    ("no cookie", "forged header"): "forgery",
    ("signed cookie", "no header"): "guest",
    ("signed cookie", "signed header"): "guest",
    ("signed cookie", "forged header"): "forgery",
    # A browser cannot repair its cookie: without the old key it has none.
    ("forged cookie", "no header"): "nothing",
    ("forged cookie", "signed header"): "guest",
    ("forged cookie", "forged header"): "forgery",
}
CLAIMS = ["absent", "me", "anna", "anna's pk", "ben", "missing", "guest", "free"]
# As whom the event is stored, or with which status it is refused, when cookie and
# header prove nothing, a guest, or a forgery.
STRANGER = {
    "absent": ("400", "guest", "403"),
    "me": ("400", "guest", "403"),
    "anna": ("403", "403", "403"),
    "anna's pk": ("anna's pk", "guest", "403"),
    "ben": ("403", "403", "403"),
    "missing": ("403", "403", "403"),
    "guest": ("403", "guest", "403"),
    "free": ("free", "guest", "403"),
}
ANNA = {
    "absent": ("anna", "anna", "anna"),
    "me": ("anna", "anna", "anna"),
    "anna": ("anna", "anna", "anna"),
    "anna's pk": ("anna", "anna", "anna"),
    "ben": ("403", "403", "403"),
    "missing": ("403", "403", "403"),
    "guest": ("403", "403", "403"),
    "free": ("403", "403", "403"),
}
SERVER = {
    "absent": ("400", "guest", "403"),
    "me": ("400", "guest", "403"),
    "anna": ("anna", "anna", "anna"),
    "anna's pk": ("anna's pk", "anna's pk", "anna's pk"),
    "ben": ("ben", "ben", "ben"),
    "missing": ("403", "403", "403"),
    "guest": ("guest", "guest", "guest"),
    "free": ("free", "free", "free"),
}
TABLES = {
    "nobody": STRANGER,
    "anna's token": ANNA,
    "a server's key": SERVER,
    "a bad token": dict.fromkeys(CLAIMS, ("401", "401", "401")),
}
CELLS = list(product(TABLES, CLAIMS, COOKIES, HEADERS))
ORDER = ["nothing", "guest", "forgery"]


VALUES: dict[str, dict[str, str]] = {
    "no cookie": {},
    "signed cookie": {"gid": guests.sign(GUEST)},
    "forged cookie": {"gid": FORGED},
    "no header": {},
    "signed header": {"X-Guest-Id": guests.sign(GUEST)},
    "forged header": {"X-Guest-Id": FORGED},
}


@dataclass
class World:
    """Anna and Ben have accounts; everything is tried against them."""

    anna: User
    product_id: str
    ids: dict[str, str]
    credentials: dict[str, dict[str, str]]

    def send(
        self, credentials: str, claim: str, cookie: str, header: str
    ) -> HttpResponse:
        client = Client(headers=self.credentials[credentials] | VALUES[header])
        client.cookies.load(VALUES[cookie])
        body = {"productId": self.product_id, "userId": self.ids[claim]}
        return client.post(
            "/api/personalize/track/view", body, content_type="application/json"
        )

    def outcome(self, response: HttpResponse) -> str:
        names = {value: name for name, value in self.ids.items()}
        stored = Event.objects.values_list("visitor_id", flat=True)
        return ", ".join(names[each] for each in stored) or str(response.status_code)


def expect(credentials: str, claim: str, cookie: str, header: str) -> str:
    outcomes = dict(zip(ORDER, TABLES[credentials][claim], strict=True))
    return outcomes[PROOFS[cookie, header]]


@pytest.fixture
def world() -> World:
    anna, ben = make_user(), make_user()
    ids = {
        "absent": "",
        "me": "me",
        "anna": get_user_id(anna),
        "anna's pk": str(anna.pk),
        "ben": get_user_id(ben),
        "missing": MISSING,
        "guest": GUEST,
        "free": "test-user-123",
    }
    credentials: dict[str, dict[str, str]] = {
        "nobody": {},
        "anna's token": make_bearer(anna),
        "a server's key": make_api_key(),
        "a bad token": {"Authorization": "Bearer not.a.token"},
    }
    return World(anna, make_product().sku, ids, credentials)


def test_the_grid_has_every_cell_once() -> None:
    assert len(set(CELLS)) == 4 * 8 * 3 * 3 == 288


def test_by_the_grid_an_account_appears_with_its_credentials_or_a_servers_key() -> None:
    shown = {(cell[0], expect(*cell)) for cell in CELLS}
    accounts = {pair for pair in shown if pair[1] in ("anna", "ben")}
    assert accounts == {
        ("anna's token", "anna"),
        ("a server's key", "anna"),
        ("a server's key", "ben"),
    }


@pytest.mark.parametrize("cell", CELLS, ids=", ".join)
def test_the_event_is_stored_as_what_the_call_proves(
    world: World, cell: tuple[str, str, str, str]
) -> None:
    response = world.send(*cell)
    assert world.outcome(response) == expect(*cell)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_web_session_proves_the_same_as_a_token(world: World, claim: str) -> None:
    browser = Client()
    browser.force_login(world.anna)
    response = browser.post(
        "/api/personalize/track/view",
        {"productId": world.product_id, "userId": world.ids[claim]},
        content_type="application/json",
    )
    expected = expect("anna's token", claim, "no cookie", "no header")
    assert world.outcome(response) == expected


@pytest.mark.parametrize("credentials", ["nobody", "anna's token"])
@pytest.mark.parametrize("path", ["", "/{product_id}"])
def test_existing_and_missing_accounts_are_refused_in_the_same_words(
    world: World, credentials: str, path: str
) -> None:
    url = "/api/personalize/recommendations" + path.format(product_id=world.product_id)
    headers: Any = world.credentials[credentials]
    existing = Client().get(url, {"userId": world.ids["ben"]}, headers=headers)
    missing = Client().get(url, {"userId": MISSING}, headers=headers)
    assert existing.status_code == missing.status_code == 403
    assert existing.content == missing.content
