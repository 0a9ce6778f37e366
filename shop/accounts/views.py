from __future__ import annotations

from typing import Any

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from shop.accounts import addresses, erasing, sections
from shop.accounts.forms import AddressForm, ErasureForm, NameForm
from shop.accounts.models import Address


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {"sections": sections.fill(request)}
    return render(request, "accounts/home.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST or None, instance=request.user)
    if not form.is_valid():
        return render(request, "accounts/name.html", {"form": form})
    form.save()
    messages.success(request, _("Your name is saved."))
    return redirect("account-home")


@never_cache
@login_required
@require_safe
def address_list(request: HttpRequest) -> HttpResponse:
    own = Address.objects.of_user(request.user)
    return render(request, "accounts/addresses.html", {"addresses": own})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_address(request: HttpRequest) -> HttpResponse:
    new = Address(user=request.user, full_name=request.user.get_full_name())
    return _edit(request, new)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_address(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, _find_address(request, pk))


@login_required
@require_POST
def delete_address(request: HttpRequest, pk: int) -> HttpResponse:
    addresses.delete(_find_address(request, pk))
    messages.success(request, _("The address is deleted."))
    return redirect("address-list")


@login_required
@require_POST
def make_default(request: HttpRequest, pk: int) -> HttpResponse:
    addresses.make_default(_find_address(request, pk))
    messages.success(request, _("This address is proposed first from now on."))
    return redirect("address-list")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and (
        slower := consume_or_429(request, action="delete_account", user=request.user)
    ):
        return slower
    form = ErasureForm(request.user, request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/erase.html", {"form": form})
    return _erase(request)


def _erase(request: HttpRequest) -> HttpResponse:
    try:
        erasing.erase(request.user)
    except erasing.ErasureRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("account-home")
    logout(request)
    messages.success(request, _("Your account is deleted. Take care!"))
    return redirect("home")


def _find_address(request: HttpRequest, pk: int) -> Address:
    return get_object_or_404(Address.objects.of_user(request.user), pk=pk)


def _edit(request: HttpRequest, address: Address) -> HttpResponse:
    form = AddressForm(request.POST or None, instance=address)
    if not form.is_valid():
        return _show_form(request, form)
    try:
        addresses.save(form.save(commit=False))
    except addresses.AddressRefused as refusal:
        form.add_error(None, str(refusal))
        return _show_form(request, form)
    messages.success(request, _("The address is saved."))
    return redirect("address-list")


def _show_form(request: HttpRequest, form: AddressForm) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "address": form.instance}
    return render(request, "accounts/address.html", context)
