"""What the shop's server asks of Razorpay: JSON bodies, keys, errors."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Any

from flask import Flask, Response, abort, jsonify, request

from tests.gateways.server import Gateway, Webhook

KEY_ID = "rzp_test_stand_in"
KEY_SECRET = "razorpay-key-secret"
ORDER_FIELDS = {"amount", "currency", "receipt", "payment_capture", "notes"}
REFUND_FIELDS = {"notes"}
FORM_FIELDS = {
    *("key_id", "order_id", "amount", "currency", "name", "description"),
    *("prefill[name]", "prefill[email]", "callback_url", "cancel_url"),
}

Thing = dict[str, Any]


class RazorpayApi(Gateway):
    def reset(self) -> None:
        super().reset()
        self.things: dict[str, Thing] = {}
        self.refunds: dict[str, Thing] = {}
        # Where the form said that the shopper wants to come back to.
        self.returns: dict[str, str] = {}

    def add_routes(self, app: Flask) -> None:
        for rule, view, method in (
            ("/v1/orders", self.create_order, "POST"),
            ("/v1/orders/<order_id>/payments", self.list_attempts, "GET"),
            ("/v1/payments", self.list_payments, "GET"),
            ("/v1/payments/<payment_id>/refund", self.create_refund, "POST"),
        ):
            endpoint = f"{method} {rule}"
            app.add_url_rule(rule, endpoint, self._guard(view), methods=[method])
        # The shopper's browser has no keys.
        embedded = "/v1/checkout/embedded"
        app.add_url_rule(embedded, "page", self.show_page, methods=["POST"])
        app.add_url_rule("/pay/<order_id>", "press", self.press, methods=["POST"])

    def create_order(self) -> Thing:
        fields = self._read(ORDER_FIELDS)
        if not isinstance(fields["amount"], int) or fields["amount"] < 1:
            refuse("The amount must be an integer.")
        if len(fields["receipt"]) > 40:
            refuse("The receipt may not be greater than 40 characters.")
        order = {
            "id": f"order_{next(self.numbers)}",
            "entity": "order",
            "status": "created",
            "amount_paid": 0,
            "created_at": int(time.time()),
            **fields,
        }
        return self.keep(order)

    def list_attempts(self, order_id: str) -> Thing:
        if order_id not in self.things:
            refuse("The id provided does not exist")
        return make_list(
            [each for each in self._payments if each["order_id"] == order_id]
        )

    def list_payments(self) -> Thing:
        start, end = int(request.args["from"]), int(request.args["to"])
        found = [each for each in self._payments if start <= each["created_at"] <= end]
        skip = int(request.args["skip"])
        return make_list(found[skip : skip + int(request.args["count"])])

    def create_refund(self, payment_id: str) -> Thing:
        self._read(REFUND_FIELDS)
        key = request.headers.get("X-Refund-Idempotency", "")
        if len(key) < 10:
            refuse("The idempotency key must be at least 10 characters long.")
        if key not in self.refunds:
            payment = self.things[payment_id]
            if payment["amount_refunded"] >= payment["amount"]:
                refuse("The payment has been fully refunded already")
            self.refunds[key] = self.make_refund(payment, payment["amount"])
        return self.refunds[key]

    def make_payment(self, order: Thing, status: str) -> Thing:
        payment = {
            "id": f"pay_{next(self.numbers)}",
            "entity": "payment",
            "status": status,
            "order_id": order["id"],
            "amount": order["amount"],
            "currency": order["currency"],
            "amount_refunded": 0,
            "refund_status": None,
            "error_description": None,
            "created_at": int(time.time()),
        }
        return self.keep(payment)

    def make_refund(self, payment: Thing, amount: int) -> Thing:
        payment["amount_refunded"] += amount
        is_full = payment["amount_refunded"] == payment["amount"]
        payment["refund_status"] = "full" if is_full else "partial"
        payment["status"] = "refunded" if is_full else "captured"
        refund = {
            "id": f"rfnd_{next(self.numbers)}",
            "entity": "refund",
            "status": "processed",
            "amount": amount,
            "payment_id": payment["id"],
        }
        self.tell("refund.processed", refund=refund, payment=payment)
        return self.keep(refund)

    def keep(self, thing: Thing) -> Thing:
        self.things[thing["id"]] = thing
        return thing

    def read_form(self) -> Thing:
        """Return the order that the shop's form asks to pay."""
        form = request.form
        if unknown := set(form) - FORM_FIELDS:
            refuse(f"{unknown} should not be sent.")
        order = self.things[form["order_id"]]
        asked = form["key_id"], form["amount"], form["currency"]
        if asked != (KEY_ID, str(order["amount"]), order["currency"]):
            refuse("The form does not match the order.")
        return order

    def tell(self, event_type: str, **things: Thing) -> Webhook:
        raise NotImplementedError

    def show_page(self) -> str:
        raise NotImplementedError

    def press(self, order_id: str) -> str:
        raise NotImplementedError

    @property
    def _payments(self) -> list[Thing]:
        things = reversed(self.things.values())
        return [thing for thing in things if thing["entity"] == "payment"]

    def _guard(self, view: Callable[..., Thing]) -> Callable[..., Response]:
        def guarded(**arguments: str) -> Response:
            keys = request.authorization
            if keys is None or (keys.username, keys.password) != (KEY_ID, KEY_SECRET):
                refuse("Authentication failed", status=401)
            return jsonify(view(**arguments))

        return guarded

    def _read(self, known: Collection[str]) -> Thing:
        fields = request.get_json()
        if unknown := set(fields) - set(known):
            refuse(f"{unknown} is/are not required and should not be sent")
        return fields


def make_list(items: list[Thing]) -> Thing:
    return {"entity": "collection", "count": len(items), "items": items}


def refuse(message: str, *, status: int = 400) -> None:
    error = {"code": "BAD_REQUEST_ERROR", "description": message}
    answer = jsonify({"error": error})
    answer.status_code = status
    abort(answer)
