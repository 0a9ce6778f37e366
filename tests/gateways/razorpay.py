"""The part of Razorpay that the shop speaks to: strict, with real signatures."""

from __future__ import annotations

import hashlib
import hmac
import json

from flask import request

from tests.gateways.pages import make_page, make_return
from tests.gateways.razorpay_api import KEY_SECRET, RazorpayApi, Thing
from tests.gateways.server import Webhook

WEBHOOK_SECRET = "razorpay-webhook-secret"


class RazorpayStandIn(RazorpayApi):
    """What shoppers do on the page, or in an app, and what Razorpay tells of it."""

    name = "razorpay"

    def pay(
        self, reference: str, *, amount: int | None = None, currency: str = ""
    ) -> dict[str, str]:
        """Pay an order; return what the shopper's browser or app brings back."""
        order = self.things[reference]
        payment = self.make_payment(order, "captured")
        payment["amount"] = order["amount"] if amount is None else amount
        payment["currency"] = currency or order["currency"]
        order |= {"status": "paid", "amount_paid": payment["amount"]}
        self.tell("payment.captured", payment=payment)
        self.tell("order.paid", payment=payment, order=order)
        return self.prove(reference, payment["id"])

    def authorize(self, reference: str) -> dict[str, str]:
        """Let the bank say yes, without the money yet."""
        payment = self.make_payment(self.things[reference], "authorized")
        self.tell("payment.authorized", payment=payment)
        return self.prove(reference, payment["id"])

    def decline(self, reference: str) -> None:
        order = self.things[reference]
        payment = self.make_payment(order, "failed")
        payment["error_description"] = "Your payment was declined by the bank."
        order["status"] = "attempted"
        self.tell("payment.failed", payment=payment)

    def give_back(self, payment_id: str, amount: int | None = None) -> None:
        """Refund in the dashboard of Razorpay."""
        payment = self.things[payment_id]
        self.make_refund(payment, payment["amount"] if amount is None else amount)

    def fail_refund(self, refund_id: str) -> None:
        refund = self.things[refund_id]
        refund["status"] = "failed"
        payment = self.things[refund["payment_id"]]
        self.tell("refund.failed", refund=refund, payment=payment)

    def prove(self, order_id: str, payment_id: str) -> dict[str, str]:
        message = f"{order_id}|{payment_id}".encode()
        digest = hmac.new(KEY_SECRET.encode(), message, hashlib.sha256)
        return {
            "razorpay_payment_id": payment_id,
            "razorpay_order_id": order_id,
            "razorpay_signature": digest.hexdigest(),
        }

    def tell(self, event_type: str, **things: Thing) -> Webhook:
        event = {
            "entity": "event",
            "event": event_type,
            "contains": list(things),
            "payload": {name: {"entity": thing} for name, thing in things.items()},
        }
        return self.announce(json.loads(json.dumps(event)))

    def sign(self, body: bytes, *, secret: str = "") -> dict[str, str]:
        key = (secret or WEBHOOK_SECRET).encode()
        return {
            "X-Razorpay-Signature": hmac.new(key, body, hashlib.sha256).hexdigest(),
            "X-Razorpay-Event-Id": f"event_{next(self.numbers)}",
        }

    def show_page(self) -> str:
        """Take the shopper over from the shop's form."""
        order = self.read_form()
        self.returns[order["id"]] = request.form["callback_url"]
        return self._make_page(order["id"], f"{order['amount']} {order['currency']}")

    def press(self, order_id: str) -> str:
        button, address = request.form["button"], self.returns[order_id]
        if button == "fail":
            self.decline(order_id)
            error = {"error[code]": "BAD_REQUEST_ERROR", "error[reason]": "declined"}
            return make_return(address, error)
        proof = self.pay(order_id)
        if button == "stay":
            return self._make_page(order_id, "Thank you.")
        return make_return(address, proof)

    def _make_page(self, order_id: str, text: str) -> str:
        page = make_page("Razorpay", text, self.returns[order_id])
        return page.replace('method="post"', f'method="post" action="/pay/{order_id}"')
