"""The addresses of a shopper, of which one, if there are any, is the default."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import Address, User

MAX_ADDRESSES = 20


class AddressRefused(Exception):  # noqa: N818
    """The address cannot be kept; the message is for the shopper."""


@transaction.atomic
def save(address: Address) -> Address:
    """Save an address of its user, whose first one becomes the default."""
    others = _lock_others(address)
    if address.pk is None and len(others) >= MAX_ADDRESSES:
        raise AddressRefused(_("You can keep %d addresses.") % MAX_ADDRESSES)
    if not any(other.is_default for other in others):
        address.is_default = True
    if address.is_default:
        Address.objects.of_user(address.user).default().update(is_default=False)
    address.save()
    return address


def make_default(address: Address) -> Address:
    address.is_default = True
    return save(address)


@transaction.atomic
def delete(address: Address) -> None:
    """Delete the address; the newest of the others becomes the default instead."""
    others = _lock_others(address)
    address.delete()
    if address.is_default and others:
        make_default(others[0])


def find_default(user: AbstractBaseUser) -> Address | None:
    return Address.objects.of_user(user).default().first()


def _lock_others(address: Address) -> list[Address]:
    """Return the user's other addresses; no request changes them meanwhile."""
    User.objects.select_for_update().get(pk=address.user_id)
    return list(Address.objects.of_user(address.user).exclude(pk=address.pk))
