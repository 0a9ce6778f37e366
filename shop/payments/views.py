"""What the shopper sees of paying, and what the gateways call."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseClientRedirect

from shop.orders import sessions
from shop.orders.models import Order, OrderQuerySet
from shop.payments import paying, webhooks
from shop.payments.exceptions import ForgedWebhookError, PaymentRefusedError
from shop.payments.forms import MethodForm
from shop.payments.methods import get_method, get_methods
from shop.payments.models import Payment
from shop.payments.outcomes import Outcome, find_outcome

# Those of the gateways are a few kilobytes long.
MAX_WEBHOOK = 256 * 1024


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, number: str) -> HttpResponse:
    """Pay an order that waits for it, by the same method or by another one."""
    order = get_object_or_404(_get_orders(request), number=number)
    if request.method == "POST":
        return _start(request, order)
    payment = order.payments.first()
    outcome = find_outcome(order, payment)
    if outcome == Outcome.PAID:
        return redirect("order-confirmation", number=number)
    context = {
        "order": order,
        "order_page": order.get_page(request.user),
        "payment": payment,
        "outcome": outcome.value,
        "methods": get_methods(),
    }
    return render(request, "payments/pay.html", context)


@never_cache
@require_safe
def proceed(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show the form that leads to the gateway."""
    payments = Payment.objects.of_orders(_get_orders(request))
    payment = get_object_or_404(payments.undecided().select_related("order"), key=key)
    method = get_method(payment.method)
    form = method.get_form(payment, return_url=paying.get_return_url(payment, request))
    context = {"payment": payment, "method": method, "form": form}
    return render(request, "payments/proceed.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Where gateways send the shopper, paid or not: nothing that is sent is believed.

    A gateway's POST comes without the shopper's cookies; the GET after it has them.
    """
    payment = get_object_or_404(Payment.objects.select_related("order"), key=key)
    if request.method == "POST":
        paying.confirm(payment, request.POST.dict())
        return redirect("payment-return", key=key)
    payment = paying.come_back(payment)
    outcome = find_outcome(payment.order, payment)
    if request.htmx:
        return _tell_waiting(request, outcome)
    if not _get_orders(request).with_number(payment.order.number).exists():
        context = {"order": payment.order, "outcome": outcome.value}
        return render(request, "payments/returned.html", context)
    return redirect("payment", number=payment.order.number)


@csrf_exempt
@require_POST
def webhook(request: HttpRequest, name: str) -> HttpResponse:
    try:
        method = get_method(name)
    except PaymentRefusedError as error:
        raise Http404 from error
    if int(request.headers.get("Content-Length") or 0) > MAX_WEBHOOK:
        return HttpResponse(status=413)
    try:
        webhooks.receive(method, request.body, request.headers)
    except ForgedWebhookError as error:
        return HttpResponse(str(error), status=400, content_type="text/plain")
    return HttpResponse(status=200)


def _start(request: HttpRequest, order: Order) -> HttpResponse:
    form = MethodForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["method"][0])
        return redirect("payment", number=order.number)
    # What hindered a start is written on the page that it leads to.
    method = form.cleaned_data["method"]
    return redirect(paying.start(order, request, method=method).address)


def _tell_waiting(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """Answer the page that waits: it stays as it is, or is loaded again."""
    if outcome == Outcome.PENDING:
        return HttpResponse(status=204)
    return HttpResponseClientRedirect(resolve_url(request.path))


def _get_orders(request: HttpRequest) -> OrderQuerySet:
    return Order.objects.of_buyer(request.user, sessions.get_numbers(request))
