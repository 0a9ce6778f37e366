"""Who of the staff sees what: a grid of roles and pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from shop.catalog.models import Product
from shop.payments.models import Payment
from shop.staff.roles import ROLES, get_names, write_roles
from tests.shop.factories import make_order, make_product, make_user
from tests.shop.test_staff_orders import log_in, make_cash_order

pytestmark = pytest.mark.django_db

PAGES = {
    "index": "msw",
    "catalog_product_changelist": "msw",
    "catalog_product_add": "m",
    "catalog_product_import": "m",
    "catalog_product_export": "msw",
    "catalog_category_changelist": "msw",
    "catalog_category_add": "m",
    "catalog_searchcount_changelist": "m",
    "catalog_synonymgroup_changelist": "m",
    "catalog_synonymgroup_add": "m",
    "orders_order_changelist": "msw",
    "orders_order_add": "",
    "accounts_user_changelist": "ms",
    "accounts_user_add": "",
    "payments_payment_changelist": "ms",
    "payments_refund_changelist": "ms",
    "payments_webhookevent_changelist": "m",
    "payments_payment_add": "",
    "reviews_review_changelist": "ms",
    "reviews_review_add": "",
    "newsletter_subscription_changelist": "ms",
    "newsletter_subscription_add": "",
    "personalize_event_changelist": "m",
    "personalize_serverkey_changelist": "",
    "auth_group_changelist": "",
}
LETTERS = {"m": "manager", "s": "support", "w": "warehouse"}
GRID = [
    (role, page, letter in letters)
    for page, letters in PAGES.items()
    for letter, role in LETTERS.items()
]


@pytest.mark.parametrize(("role", "name", "is_open"), GRID)
def test_each_role_has_its_pages(role: str, name: str, is_open: bool) -> None:
    response = log_in(role).get(reverse(f"admin:{name}"))
    assert (response.status_code == 200) is is_open


@pytest.mark.parametrize("name", PAGES)
def test_shoppers_have_none_of_them(name: str) -> None:
    client = Client()
    client.force_login(make_user())
    response = client.get(reverse(f"admin:{name}"))
    assert response.status_code == 302
    assert "/login/" in response["Location"]


@pytest.mark.parametrize("role", ROLES)
def test_every_permission_of_a_role_exists(role: str) -> None:
    group = Group.objects.get(name=role)
    given = group.permissions.values_list("content_type__app_label", "codename")
    assert set(given) == get_names(ROLES[role])


def test_roles_are_renewed_by_a_migration_and_other_groups_are_not() -> None:
    own = Group.objects.create(name="own")
    own.permissions.add(Permission.objects.get(codename="view_order"))
    Group.objects.get(name="support").permissions.clear()
    call_command("migrate", verbosity=0)
    assert Group.objects.get(name="support").permissions.exists()
    assert own.permissions.count() == 1


def test_roles_that_were_deleted_come_back() -> None:
    Group.objects.all().delete()
    write_roles()
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


def send(client: Client, page: str, pk: int, data: dict[str, Any]) -> int:
    address = reverse(f"admin:{page}_change", args=[pk])
    return client.post(address, data).status_code


def test_the_warehouse_counts_and_does_not_set_prices() -> None:
    product = make_product("Cup", stock=10, price=5)
    formsets = {
        f"{prefix}-{name}": 0
        for prefix in ("variants", "pictures")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    changed = {"stock": 7, "initial-stock": 10, "price": 1, "name": "Mine"}
    assert send(log_in("warehouse"), "catalog_product", product.pk, changed | formsets)
    product.refresh_from_db()
    assert (product.stock, product.price, product.name) == (7, 5, "Cup")


def test_the_warehouse_counts_in_the_list_too() -> None:
    product = make_product("Cup", stock=10, price=5)
    rows = {
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-id": product.pk,
        "form-0-price": "1.00",
        "form-0-stock": 7,
        "initial-form-0-stock": 10,
        "_save": "Save",
    }
    log_in("warehouse").post(reverse("admin:catalog_product_changelist"), rows)
    product.refresh_from_db()
    assert (product.stock, product.price, product.is_published) == (7, 5, True)


@pytest.mark.parametrize("action", ["unpublish", "change_prices", "delete_selected"])
@pytest.mark.parametrize("role", ["warehouse", "support"])
def test_only_managers_change_many_products(role: str, action: str) -> None:
    product = make_product(price=5)
    data = {
        "action": action,
        "_selected_action": [product.pk],
        "confirmed": "yes",
        "percent": "-50",
        "post": "yes",
    }
    log_in(role).post(reverse("admin:catalog_product_changelist"), data)
    kept = Product.objects.get()
    assert (kept.is_published, kept.price) == (True, 5)


def test_support_reads_products_and_changes_none() -> None:
    product = make_product("Cup")
    client = log_in("support")
    assert send(client, "catalog_product", product.pk, {"name": "Mine"}) == 403
    address = reverse("admin:catalog_product_change", args=[product.pk])
    assert "Cup" in client.get(address).content.decode()


def test_the_page_of_a_customer_has_no_password() -> None:
    customer = make_user("bea@example.com")
    address = reverse("admin:accounts_user_change", args=[customer.pk])
    page = log_in("manager").get(address).content.decode()
    assert "bea@example.com" in page
    assert "algorithm" not in page
    assert "password" not in page.partition("<main")[2]
    assert "is_superuser" not in page


@pytest.mark.parametrize("role", ["manager", "support"])
def test_only_superusers_set_passwords(role: str) -> None:
    customer = make_user()
    address = reverse("admin:auth_user_password_change", args=[customer.pk])
    data = {"password1": "a-stolen-secret-1", "password2": "a-stolen-secret-1"}
    assert log_in(role).post(address, data).status_code == 403


def test_a_manager_makes_nobody_staff_and_takes_no_address() -> None:
    customer = make_user("bea@example.com", first_name="Bea")
    data = {
        "first_name": "Beatrice",
        "is_active": "on",
        "email": "stolen@example.com",
        "is_staff": "on",
        "is_superuser": "on",
        "groups": [Group.objects.get(name="manager").pk],
        "addresses-TOTAL_FORMS": 0,
        "addresses-INITIAL_FORMS": 0,
    }
    assert send(log_in("manager"), "accounts_user", customer.pk, data) == 302
    customer.refresh_from_db()
    assert (customer.first_name, customer.email) == ("Beatrice", "bea@example.com")
    assert not any([customer.is_staff, customer.is_superuser, customer.groups.all()])


def test_a_manager_changes_no_member_of_the_staff() -> None:
    admin = make_user(is_staff=True, is_superuser=True)
    assert (
        send(log_in("manager"), "accounts_user", admin.pk, {"first_name": "X"}) == 403
    )


def test_a_superuser_makes_staff_of_an_account(admin_client: Client) -> None:
    member = make_user("new@example.com")
    data = {
        "username": member.username,
        "email": member.email,
        "is_active": "on",
        "is_staff": "on",
        "groups": [Group.objects.get(name="support").pk],
        "addresses-TOTAL_FORMS": 0,
        "addresses-INITIAL_FORMS": 0,
    }
    assert send(admin_client, "accounts_user", member.pk, data) == 302
    member.refresh_from_db()
    assert member.is_staff
    assert member.has_perm("orders.view_order")


def test_customers_show_what_they_bought(admin_client: Client) -> None:
    bea = make_user("bea@example.com")
    order = make_cash_order(make_product(price=25))
    order.user = bea
    order.save()
    make_order(make_product(), user=bea)
    address = reverse("admin:accounts_user_changelist")
    response = admin_client.get(address, {"q": "bea@example.com"})
    (found,) = response.context["cl"].result_list
    assert (found.num_orders, found.spent) == (1, 25)


def test_flagged_payments_are_found(admin_client: Client) -> None:
    flagged, _fine = [make_cash_order().payments.get() for _ in range(2)]
    Payment.objects.filter(pk=flagged.pk).update(problem="Came twice")
    address = reverse("admin:payments_payment_changelist")
    response = admin_client.get(address, {"flagged": "yes"})
    assert list(response.context["cl"].result_list) == [flagged]


def test_what_has_happened_cannot_be_deleted(admin_client: Client) -> None:
    payment = make_cash_order().payments.get()
    data = {"action": "delete_selected", "_selected_action": [payment.pk]}
    address = reverse("admin:payments_payment_changelist")
    admin_client.post(address, data | {"post": "yes"})
    address = reverse("admin:payments_payment_delete", args=[payment.pk])
    assert admin_client.post(address, {"post": "yes"}).status_code == 403
    assert Payment.objects.get() == payment
