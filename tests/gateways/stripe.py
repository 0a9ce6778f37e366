"""The part of Stripe that the shop speaks to: strict, with real signatures."""

from __future__ import annotations

import hashlib
import hmac
import json
import time

from flask import Response, redirect, request

from tests.gateways.pages import make_page
from tests.gateways.server import Webhook
from tests.gateways.stripe_api import StripeApi, Thing

WEBHOOK_SECRET = "whsec_stand_in"


class StripeStandIn(StripeApi):
    """What shoppers do on the page, or in an app, and what Stripe tells of it."""

    name = "stripe"

    def pay(
        self, reference: str, *, amount: int | None = None, currency: str = ""
    ) -> str:
        """Pay a session or an intent; return the id of the money."""
        thing = self.things[reference]
        intent = thing if thing["object"] == "payment_intent" else self._begin(thing)
        intent |= {
            "status": "succeeded",
            "amount_received": intent["amount"] if amount is None else amount,
            "currency": currency or intent["currency"],
        }
        self.tell("payment_intent.succeeded", intent)
        if intent is not thing:
            thing |= {"status": "complete", "payment_status": "paid"}
            thing |= {"payment_intent": intent["id"], "currency": intent["currency"]}
            thing["amount_total"] = intent["amount_received"]
            self.tell("checkout.session.completed", thing)
        return intent["id"]

    def decline(self, reference: str) -> None:
        """Refuse a card; the shopper may take another one."""
        thing = self.things[reference]
        intent = thing if thing["object"] == "payment_intent" else self._begin(thing)
        intent["status"] = "requires_payment_method"
        intent["last_payment_error"] = {"message": "Your card was declined."}
        self.tell("payment_intent.payment_failed", intent)

    def promise(self, reference: str) -> str:
        """Begin a bank debit, which takes days."""
        session = self.things[reference]
        intent = self._begin(session)
        intent["status"] = "processing"
        session |= {"status": "complete", "payment_intent": intent["id"]}
        self.tell("checkout.session.completed", session)
        return intent["id"]

    def break_promise(self, reference: str) -> None:
        self.tell("checkout.session.async_payment_failed", self.things[reference])

    def give_back(self, intent_id: str, amount: int | None = None) -> None:
        """Refund in the dashboard of Stripe."""
        intent = self.things[intent_id]
        amount = intent["amount_received"] if amount is None else amount
        self.make_refund(intent, amount, {})

    def fail_refund(self, refund_id: str) -> None:
        refund = self.things[refund_id]
        refund |= {"status": "failed", "failure_reason": "expired_or_canceled_card"}
        self.tell("refund.failed", refund)

    def tell(self, event_type: str, thing: Thing) -> Webhook:
        event = {
            "id": f"evt_{next(self.numbers)}",
            "object": "event",
            "type": event_type,
            "created": int(time.time()),
            "data": {"object": json.loads(json.dumps(thing))},
        }
        return self.announce(event)

    def sign(self, body: bytes, *, when: float = 0, secret: str = "") -> dict[str, str]:
        moment = int(when or time.time())
        key = (secret or WEBHOOK_SECRET).encode()
        digest = hmac.new(key, b"%d." % moment + body, hashlib.sha256).hexdigest()
        return {"Stripe-Signature": f"t={moment},v1={digest}"}

    def _begin(self, session: Thing) -> Thing:
        """Return the intent of a session, which the first attempt to pay makes."""
        known = session["payment_intent"]
        intent = self.things[known] if known else self._make_intent_of(session)
        session["payment_intent"] = intent["id"]
        return intent

    def _make_intent_of(self, session: Thing) -> Thing:
        return self.make_intent(
            session["amount_total"], session["currency"], session["intent_metadata"]
        )

    def show_page(self, thing_id: str) -> str:
        session = self.things[thing_id]
        amount = f"{session['amount_total']} {session['currency']}"
        return make_page("Stripe", amount, session["cancel_url"])

    def press(self, thing_id: str) -> Response | str:
        """Do what the button says, and lead back to the shop."""
        session = self.things[thing_id]
        if request.form["button"] == "fail":
            self.decline(thing_id)
            return make_page("Stripe", "Your card was declined.", session["cancel_url"])
        self.pay(thing_id)
        if request.form["button"] == "stay":
            return make_page("Stripe", "Thank you.", session["cancel_url"])
        return redirect(session["success_url"], code=303)
