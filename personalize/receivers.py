"""What this app hears: of logins and logouts, of items and accounts that change."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.signals import setting_changed
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from personalize.catalog import get_catalog
from personalize.enums import EventType
from personalize.identity import accounts, bots, forget_visitor, guests, sessions
from personalize.models import Event, UserIdentity
from personalize.records.marking import mark_items, mark_users
from personalize.records.target import get_target
from personalize.signals import event_tracked


def start_shopper(
    request: HttpRequest | None, user: AbstractBaseUser, **kwargs: object
) -> None:
    """Join the guest's history to the account, and begin a new session of it."""
    if request is None:
        return
    guest_id = guests.from_cookie(request)
    part(request)
    shopper = sessions.start(request, user)
    if not guest_id or not shopper.is_tracked or not bots.may_track_page(request):
        return
    if accounts.join_guest(guest_id, shopper.user_id):
        sessions.remember_guest(request, guest_id)


def part(request: HttpRequest | None, **kwargs: object) -> None:
    """Whoever comes next in this browser is a new guest."""
    if request is None:
        return
    guests.forget(request)
    forget_visitor(request)


@receiver([post_save, post_delete], sender=UserIdentity)
def mark_identity(instance: UserIdentity, **kwargs: object) -> None:
    mark_users(instance.user_id)


@receiver(post_save, sender=settings.AUTH_USER_MODEL)
def mark_account(
    instance: AbstractBaseUser,
    update_fields: Collection[str] | None = None,
    **kwargs: object,
) -> None:
    """What a shop says of its users may depend on the account, not on each login."""
    if get_target() is None or update_fields == {"last_login"}:
        return
    mark_users(*UserIdentity.objects.user_ids_of(instance.pk))


@receiver(event_tracked)
def mark_sale(event: Event, **kwargs: object) -> None:
    """A sale changes the stock, mostly past save(), and who is a buyer."""
    if event.event_type != EventType.PURCHASE or not event.is_verified:
        return
    mark_items(event.item_id)
    if event.user_id.startswith("u_"):
        mark_users(event.user_id)


def mark_item(instance: Model, **kwargs: object) -> None:
    mark_items(get_catalog().get_item_id(instance))


def hear_of_items(*, setting: str = "PERSONALIZE", **kwargs: object) -> None:
    """Listen to the model of the catalogue where there is anybody to be told."""
    if setting != "PERSONALIZE" or get_target() is None:
        return
    try:
        model = get_catalog().get_queryset().model
    except (ImportError, NotImplementedError):
        # ``manage.py check`` says what is wrong with it, and must get that far.
        return
    for signal in (post_save, post_delete):
        signal.connect(mark_item, sender=model, dispatch_uid="personalize.mark_item")


setting_changed.connect(hear_of_items)
