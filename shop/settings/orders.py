"""What an order costs beside its goods, and how long it waits for its money."""

from __future__ import annotations

from decimal import Decimal

from shop.settings.environment import env

# Delivery of an order, whatever is in it. Nothing when the prices include it.
SHIPPING_RATE = Decimal(env("SHIPPING_RATE", default="0"))
# Goods worth so much are sent for nothing. Zero: none are.
FREE_SHIPPING_FROM = Decimal(env("FREE_SHIPPING_FROM", default="0"))
# Per cent that come on top of goods and delivery, by the code of the country.
TAX_RATES = env.dict("TAX_RATES", cast={"value": Decimal}, default={})
# Minutes until an order that is not paid is cancelled, and its goods are given back.
ORDER_EXPIRES_AFTER = env.int("ORDER_EXPIRES_AFTER", default=60)
# The shop's address in e-mails. Without it: the one at which the order was placed.
SITE_URL = env("SITE_URL", default="").rstrip("/")
# Seconds that a mail server may take to answer.
EMAIL_TIMEOUT = 10
