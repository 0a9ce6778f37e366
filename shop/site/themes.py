"""Light or dark: what a visitor chose, or else what their system says."""

from __future__ import annotations

from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

COOKIE = "theme"
COOKIE_AGE = 365 * 24 * 3600


class Theme(TextChoices):
    SYSTEM = "system", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


def theme(request: HttpRequest) -> dict[str, object]:
    """Tell the templates: the first paint has its colours already."""
    chosen = request.COOKIES.get(COOKIE, "")
    return {
        "theme": chosen if chosen in Theme else Theme.SYSTEM.value,
        "themes": Theme.choices,
    }


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("theme", "")
    response = redirect(_find_way_back(request))
    if chosen in {Theme.LIGHT, Theme.DARK}:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=COOKIE_AGE,
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _find_way_back(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else "home"
