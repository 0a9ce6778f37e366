from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from tests.personalize.factories import make_event
from tests.shop.factories import make_user

pytestmark = pytest.mark.django_db

DOCTOR = "admin:personalize_doctor"


def log_in_staff(client: Client, *codenames: str) -> None:
    staff = make_user("staff@example.com", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(staff)


def test_the_page_examines_when_asked_to(admin_client: Client) -> None:
    make_event("g_1", status="rejected", error="no such tracker")
    page = admin_client.post(reverse(DOCTOR)).content.decode()
    assert "Delivery of events" in page
    assert "no such tracker" in page
    assert "doctor-red" in page


def test_opening_the_page_asks_nobody(admin_client: Client) -> None:
    page = admin_client.get(reverse(DOCTOR)).content.decode()
    assert "Examine" in page
    assert "Delivery of events" not in page


def test_the_list_of_events_leads_to_it(admin_client: Client) -> None:
    page = admin_client.get(reverse("admin:personalize_event_changelist"))
    assert reverse(DOCTOR) in page.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_shoppers_do_not_see_it(client: Client, method: str) -> None:
    client.force_login(make_user("anna@example.com"))
    assert getattr(client, method)(reverse(DOCTOR)).status_code == 302


def test_staff_need_the_permission_to_change_events(client: Client) -> None:
    log_in_staff(client, "view_event")
    assert client.post(reverse(DOCTOR)).status_code == 403


def test_staff_with_the_permission_see_it(client: Client) -> None:
    log_in_staff(client, "view_event", "change_event")
    assert client.post(reverse(DOCTOR)).status_code == 200


def test_the_page_cannot_be_made_to_examine_from_elsewhere(admin_user: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert client.post(reverse(DOCTOR)).status_code == 403
