from __future__ import annotations

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from shop.newsletter import links, subscribing
from shop.newsletter.forms import ChoiceForm, EmailForm


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "newsletter/subscribe.html", {"form": EmailForm()})
    if slower := consume_or_429(request, action="newsletter"):
        return slower
    form = EmailForm(request.POST)
    if not form.is_valid():
        return render(request, "newsletter/subscribe.html", {"form": form})
    subscribing.ask(request, form.cleaned_data["email"])
    return redirect("newsletter-asked")


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "newsletter/asked.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask with a button: programs that look for viruses open links as well."""
    subscription = links.find_to_confirm(token)
    if request.method == "POST" and subscription:
        subscription.confirm()
    context = {"subscription": subscription}
    return render(request, "newsletter/confirm.html", context)


# The mail provider's click of RFC 8058 comes without any cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    if not links.is_to_unsubscribe(token):
        raise Http404
    subscription = links.find_to_unsubscribe(token)
    if request.method == "POST" and subscription:
        subscription.unsubscribe()
    is_over = request.method == "POST" or subscription is None
    return render(request, "newsletter/unsubscribe.html", {"is_over": is_over})


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    form = ChoiceForm(request.POST)
    form.full_clean()
    is_wanted = form.cleaned_data["is_wanted"]
    if not subscribing.set_for_account(request, is_wanted=is_wanted):
        messages.error(request, _("Confirm your e-mail address first."))
    elif is_wanted:
        messages.success(request, _("You get our newsletter from now on."))
    else:
        messages.success(request, _("You get no newsletter any more."))
    return redirect("account-home")
