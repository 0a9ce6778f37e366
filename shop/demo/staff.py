"""The demo's staff: one account for each role, beside the administrator."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from shop.accounts.models import User
from shop.demo.loading import PASSWORD
from shop.staff.roles import ROLES

NAMES = {
    "manager": ("Mara", "Finch"),
    "warehouse": ("Wim", "Alder"),
    "support": ("Sue", "Birch"),
}


def load_staff() -> None:
    for role in ROLES:
        member = make_member(role)
        member.groups.add(Group.objects.get(name=role))
        EmailAddress.objects.create(
            user=member, email=member.email, primary=True, verified=True
        )


def make_member(role: str) -> User:
    email = f"{role}@example.com"
    first_name, last_name = NAMES[role]
    return User.objects.create(
        username=email,
        email=email,
        first_name=first_name,
        last_name=last_name,
        password=make_password(PASSWORD),
        is_staff=True,
    )
