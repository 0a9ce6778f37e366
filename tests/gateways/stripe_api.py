"""What the shop's server asks of Stripe: form bodies, keys, idempotency, errors."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, abort, jsonify, request

from tests.gateways.forms import find_unknown, unfold
from tests.gateways.server import Gateway, Webhook

SECRET_KEY = "sk_test_stand_in"
PUBLISHABLE_KEY = "pk_test_stand_in"
SESSION_FIELDS = [
    *("mode", "client_reference_id", "customer_email", "expires_at"),
    *("success_url", "cancel_url", "metadata.*", "payment_intent_data.metadata.*"),
    *("line_items.*.quantity", "line_items.*.price_data.currency"),
    "line_items.*.price_data.unit_amount",
    "line_items.*.price_data.product_data.name",
]
INTENT_FIELDS = [
    *("amount", "currency", "receipt_email", "metadata.*"),
    "automatic_payment_methods.enabled",
]
REFUND_FIELDS = ["payment_intent", "metadata.*"]
HALF_AN_HOUR, A_DAY = 1800, 86400

Thing = dict[str, Any]


class StripeApi(Gateway):
    def reset(self) -> None:
        super().reset()
        self.things: dict[str, Thing] = {}
        self.answers: dict[str, tuple[bytes, Thing]] = {}

    def add_routes(self, app: Flask) -> None:
        for rule, view, method in (
            ("/v1/checkout/sessions", self.create_session, "POST"),
            ("/v1/checkout/sessions/<thing_id>", self.find, "GET"),
            ("/v1/checkout/sessions/<thing_id>/expire", self.expire, "POST"),
            ("/v1/payment_intents", self.create_intent, "POST"),
            ("/v1/payment_intents", self.list_intents, "GET"),
            ("/v1/payment_intents/<thing_id>", self.find, "GET"),
            ("/v1/payment_intents/<thing_id>/cancel", self.cancel, "POST"),
            ("/v1/refunds", self.create_refund, "POST"),
        ):
            endpoint = f"{method} {rule}"
            app.add_url_rule(rule, endpoint, self._guard(view), methods=[method])
        app.add_url_rule("/pay/<thing_id>", "page", self.show_page)
        app.add_url_rule("/pay/<thing_id>", "press", self.press, methods=["POST"])

    def create_session(self) -> Thing:
        fields = self._read(SESSION_FIELDS)
        line = fields["line_items"]["0"]["price_data"]
        if not HALF_AN_HOUR <= int(fields["expires_at"]) - time.time() <= A_DAY:
            refuse("The session must last between 30 minutes and 24 hours.")
        session = {
            "id": f"cs_test_{next(self.numbers)}",
            "object": "checkout.session",
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "amount_total": self._read_amount(line["unit_amount"]),
            "currency": line["currency"],
            "metadata": fields["metadata"],
            "client_reference_id": fields["client_reference_id"],
            "customer_email": fields["customer_email"],
            "intent_metadata": fields["payment_intent_data"]["metadata"],
            "success_url": fields["success_url"],
            "cancel_url": fields["cancel_url"],
        }
        session["url"] = f"{self.url}/pay/{session['id']}"
        return self.keep(session)

    def create_intent(self) -> Thing:
        fields = self._read(INTENT_FIELDS)
        return self.make_intent(
            self._read_amount(fields["amount"]), fields["currency"], fields["metadata"]
        )

    def make_intent(self, amount: int, currency: str, metadata: Thing) -> Thing:
        number = next(self.numbers)
        intent = {
            "id": f"pi_{number}",
            "object": "payment_intent",
            "status": "requires_payment_method",
            "amount": amount,
            "amount_received": 0,
            "currency": currency,
            "metadata": metadata,
            "created": int(time.time()),
            "client_secret": f"pi_{number}_secret_x",
            "last_payment_error": None,
        }
        return self.keep(intent)

    def find(self, thing_id: str) -> Thing:
        if thing_id not in self.things:
            refuse(f"No such thing: {thing_id}", status=404)
        return self.things[thing_id]

    def list_intents(self) -> Thing:
        since = int(request.args["created[gte]"])
        intents = [
            thing
            for thing in reversed(self.things.values())
            if thing["object"] == "payment_intent" and thing["created"] >= since
        ]
        names = [intent["id"] for intent in intents]
        after = request.args.get("starting_after")
        start = names.index(after) + 1 if after else 0
        # Shorter pages than Stripe's, so that there are several.
        page = intents[start : start + 2]
        more = start + 2 < len(intents)
        url = "/v1/payment_intents"
        return {"object": "list", "url": url, "has_more": more, "data": page}

    def expire(self, thing_id: str) -> Thing:
        session = self.find(thing_id)
        if session["status"] != "open":
            refuse("Only open sessions can be expired.")
        session["status"] = "expired"
        self.tell("checkout.session.expired", session)
        return session

    def cancel(self, thing_id: str) -> Thing:
        intent = self.find(thing_id)
        if intent["status"] not in ("requires_payment_method", "requires_action"):
            refuse("This PaymentIntent cannot be canceled.")
        intent["status"] = "canceled"
        self.tell("payment_intent.canceled", intent)
        return intent

    def create_refund(self) -> Thing:
        fields = self._read(REFUND_FIELDS)
        intent = self.find(fields["payment_intent"])
        if intent.get("amount_refunded", 0) >= intent["amount_received"]:
            refuse("Charge has already been refunded.", code="charge_already_refunded")
        return self.make_refund(
            intent, intent["amount_received"], fields.get("metadata", {})
        )

    def make_refund(self, intent: Thing, amount: int, metadata: Thing) -> Thing:
        intent["amount_refunded"] = intent.get("amount_refunded", 0) + amount
        refund = {
            "id": f"re_{next(self.numbers)}",
            "object": "refund",
            "status": "succeeded",
            "amount": amount,
            "payment_intent": intent["id"],
            "metadata": metadata,
        }
        charge = {
            "id": f"ch_{intent['id']}",
            "object": "charge",
            "payment_intent": intent["id"],
            "metadata": intent["metadata"],
            "amount": intent["amount_received"],
            "amount_refunded": intent["amount_refunded"],
            "refunded": intent["amount_refunded"] == intent["amount_received"],
        }
        self.tell("charge.refunded", charge)
        return self.keep(refund)

    def keep(self, thing: Thing) -> Thing:
        self.things[thing["id"]] = thing
        return thing

    def tell(self, event_type: str, thing: Thing) -> Webhook:
        raise NotImplementedError

    def show_page(self, thing_id: str) -> str:
        raise NotImplementedError

    def press(self, thing_id: str) -> Any:
        raise NotImplementedError

    def _guard(self, view: Callable[..., Thing]) -> Callable[..., Response]:
        """Let in who has the key, and answer a repeated request as the first time."""

        def guarded(**arguments: str) -> Response:
            if request.headers.get("Authorization") != f"Bearer {SECRET_KEY}":
                refuse("Invalid API Key provided", status=401)
            key = request.headers.get("Idempotency-Key", "")
            if key not in self.answers:
                return jsonify(self._answer(view, key, arguments))
            body, answer = self.answers[key]
            if body != request.get_data():
                refuse("Keys are for one request.", kind="idempotency_error")
            return jsonify(answer)

        return guarded

    def _answer(
        self, view: Callable[..., Thing], key: str, arguments: dict[str, str]
    ) -> Thing:
        body = request.get_data()
        answer = view(**arguments)
        if key and request.method == "POST":
            self.answers[key] = body, dict(answer)
        return answer

    def _read(self, known: list[str]) -> Thing:
        fields = unfold(request.form)
        if unknown := find_unknown(fields, known):
            refuse(f"Received unknown parameter: {unknown}")
        return fields

    def _read_amount(self, text: str) -> int:
        if not text.isdigit() or int(text) < 1:
            refuse(f"Invalid integer: {text}")
        return int(text)


def refuse(
    message: str,
    *,
    status: int = 400,
    kind: str = "invalid_request_error",
    code: str = "",
) -> None:
    answer = jsonify({"error": {"type": kind, "message": message, "code": code}})
    answer.status_code = status
    abort(answer)
