"""What a shopper says about recommendations that are made of what they do."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shop.personalization import erase_past, opt_in, opt_out


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    if request.POST.get("personal") == "on":
        opt_in(request)
        messages.success(request, _("Recommendations are made for you again."))
    else:
        opt_out(request)
        message = _("Nothing you do is noted for recommendations from now on.")
        messages.success(request, message)
    return _show_choice()


@login_required
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    erase_past(request)
    messages.success(request, _("What was noted of you is erased."))
    return _show_choice()


def _show_choice() -> HttpResponse:
    return redirect(f"{reverse('account-home')}#recommendations")
