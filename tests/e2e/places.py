"""The pages of the shop, as a guest and as a customer with a cart and an order."""

from __future__ import annotations

GUEST_PLACES = {
    "home": "/",
    "department": "/c/clothing/",
    "category": "/c/boots/",
    "second-page": "/c/toys/?page=2&sort=price",
    "search": "/search/?q=boot",
    "nothing-found": "/search/?q=zeppelin",
    "product": "/p/{sku}/",
    "empty-cart": "/cart/",
    "login": "/accounts/login/",
    "signup": "/accounts/signup/",
    "password-reset": "/accounts/password/reset/",
}
CUSTOMER_PLACES = {
    "home-of-a-customer": "/",
    "product-of-a-customer": "/p/{sku}/",
    "cart": "/cart/",
    "checkout": "/checkout/",
    "confirmation": "/orders/{number}/confirmation/",
    "orders": "/account/orders/",
    "order": "/account/orders/{number}/",
    "password": "/accounts/password/change/",
    "logout": "/accounts/logout/",
}
LOST = "/no/such/page/"
PLACES = [*GUEST_PLACES, *CUSTOMER_PLACES]
