from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from shop.api.orders.access import find_order
from shop.api.orders.views import OrderDoor
from shop.api.payments.serializers import (
    ConfirmationSerializer,
    HostedPaymentSerializer,
    NativePaymentSerializer,
    PaymentMethodSerializer,
    PaymentStandingSerializer,
    StartSerializer,
)
from shop.api.schema import describe
from shop.api.serializers import read
from shop.api.views import PublicView
from shop.orders.models import Order
from shop.payments import paying
from shop.payments.methods import get_methods
from shop.payments.models import Payment
from shop.payments.outcomes import find_outcome


class MethodsView(PublicView):
    tag = "payments"

    @describe(
        "listPaymentMethods",
        PaymentMethodSerializer(many=True),
        summary="The ways to pay that the shop offers.",
    )
    def get(self, request: Request) -> Response:
        return Response(PaymentMethodSerializer(get_methods(), many=True).data)


class PaymentDoor(OrderDoor):
    tag = "payments"
    throttle_scope = "checkout"
    further_errors = (502,)


class HostedView(PaymentDoor):
    @describe(
        "payInBrowser",
        HostedPaymentSerializer,
        code=201,
        request=StartSerializer,
        summary="Start to pay on the gateway's page.",
    )
    def post(self, request: Request, number: str) -> Response:
        method = read(StartSerializer, request.data)["method"]
        order = find_order(request, number)
        start = paying.start(order, self.http_request, method=method)
        # The shop's own pages know no tokens: the order's link opens without.
        link = self.http_request.build_absolute_uri(order.link_path)
        url = start.address if urlsplit(start.address).netloc else link
        data = {"url": url, "problem": start.problem}
        return Response(
            HostedPaymentSerializer(data).data, status=status.HTTP_201_CREATED
        )


class NativeView(PaymentDoor):
    @describe(
        "payInApp",
        NativePaymentSerializer,
        code=201,
        request=StartSerializer,
        summary="Start to pay with the gateway's SDK: an intent, or its order.",
    )
    def post(self, request: Request, number: str) -> Response:
        method = read(StartSerializer, request.data)["method"]
        started = paying.start_native(find_order(request, number), method=method)
        return Response(
            NativePaymentSerializer(started).data, status=status.HTTP_201_CREATED
        )


class StandingView(PaymentDoor):
    @describe(
        "getPayment",
        PaymentStandingSerializer,
        summary="How the paying stands; the gateway is asked, if it knows better.",
    )
    def get(self, request: Request, number: str) -> Response:
        order = paying.refresh(find_order(request, number))
        return Response(PaymentStandingSerializer(get_standing(order)).data)


class ConfirmationView(PaymentDoor):
    @describe(
        "confirmPayment",
        PaymentStandingSerializer,
        request=ConfirmationSerializer,
        summary="Hand over what the SDK brought back.",
    )
    def post(self, request: Request, number: str, payment_id: uuid.UUID) -> Response:
        answer = read(ConfirmationSerializer, request.data)["answer"]
        order = find_order(request, number)
        payments = order.payments.select_related("order")
        payment = get_object_or_404(payments, key=payment_id)
        paying.confirm(payment, answer)
        order.refresh_from_db()
        return Response(PaymentStandingSerializer(get_standing(order)).data)


def get_standing(order: Order) -> dict[str, Any]:
    payment: Payment | None = order.payments.first()
    return {
        "outcome": find_outcome(order, payment),
        "order_status": order.status,
        "method": order.payment_method,
        "amount": order.total,
        "currency": order.currency,
        "error": payment.error if payment else "",
    }
