from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shop.orders import buyers, sessions
from shop.orders.models import Order
from shop.orders.reordering import reorder
from shop.orders.timeline import get_timeline

PER_PAGE = 10


@never_cache
@require_safe
def confirmation(request: HttpRequest, number: str) -> HttpResponse:
    order = buyers.find_placed(request, number)
    return _render_order(request, "orders/confirmation.html", order)


@never_cache
@require_safe
def linked_order(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Show the order to whoever has its e-mails; they may also go on to pay it."""
    order = buyers.find_linked(number, key)
    if order.user_id is None:
        sessions.remember(request, order)
    return _render_order(request, "orders/linked.html", order)


@never_cache
@login_required
@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    orders = Order.objects.of_user(request.user).for_list()
    page = Paginator(orders, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "orders/list.html", {"page": page})


@never_cache
@login_required
@require_safe
def order_detail(request: HttpRequest, number: str) -> HttpResponse:
    order = buyers.find_own(request, number)
    return _render_order(request, "orders/detail.html", order)


@never_cache
@require_POST
def order_again(request: HttpRequest, number: str, key: str) -> HttpResponse:
    problems = reorder(request, buyers.find_linked(number, key))
    for problem in problems:
        messages.warning(request, problem)
    if not problems:
        messages.success(request, _("All of it is in your cart again."))
    return redirect("cart")


def _render_order(request: HttpRequest, template: str, order: Order) -> HttpResponse:
    context = {
        "order": order,
        "lines": list(order.lines.for_display()),
        "timeline": get_timeline(order),
    }
    return render(request, template, context)
