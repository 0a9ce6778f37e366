"""The pages of the shop, as a guest and as a customer; and those where it says no."""

from __future__ import annotations

GUEST_PLACES = {
    "home": "/",
    "department": "/c/clothing/",
    "category": "/c/boots/",
    "second-page": "/c/toys/?page=2&sort=price",
    "nothing-fits": "/c/boots/?max_price=1",
    "search": "/search/?q=boot",
    "search-of-nothing": "/search/",
    "nothing-found": "/search/?q=zeppelin",
    "product": "/p/{sku}/any/",
    "product-with-sizes": "/p/{shoe}/any/",
    "reviews": "/reviews/{sku}/",
    "empty-cart": "/cart/",
    "login": "/accounts/login/",
    "signup": "/accounts/signup/",
    "password-reset": "/accounts/password/reset/",
    "password-reset-sent": "/accounts/password/reset/done/",
    "email-sent": "/accounts/confirm-email/",
    "newsletter": "/newsletter/",
    "newsletter-asked": "/newsletter/asked/",
    "newsletter-expired": "/newsletter/confirm/old/",
    "order-by-link": "/orders/{number}/{key}/",
}
CUSTOMER_PLACES = {
    "home-of-a-customer": "/",
    "product-of-a-customer": "/p/{sku}/any/",
    "review": "/reviews/{sku}/write/",
    "cart": "/cart/",
    "checkout": "/checkout/",
    "payment-open": "/payments/orders/{number}/",
    "payment-pending": "/payments/orders/{pending}/",
    "payment-failed": "/payments/orders/{failed}/",
    "payment-too-late": "/payments/orders/{cancelled}/",
    "confirmation": "/orders/{number}/confirmation/",
    "orders": "/account/orders/",
    "order": "/account/orders/{number}/",
    "order-delivered": "/account/orders/{delivered}/",
    "account": "/account/",
    "name": "/account/name/",
    "addresses": "/account/addresses/",
    "address": "/account/addresses/add/",
    "erasure": "/account/delete/",
    "wishlist": "/wishlist/",
    "email": "/accounts/email/",
    "password": "/accounts/password/change/",
    "logout": "/accounts/logout/",
}
NEWCOMER_PLACES = {
    "account-of-a-newcomer": "/account/",
    "no-orders": "/account/orders/",
    "no-addresses": "/account/addresses/",
    "no-wishes": "/wishlist/",
}
# Shown as they are made: most of them cannot be asked for.
ERRORS = ["400", "403", "403_csrf", "404", "429", "500"]
LOST = "/no/such/page/"
PLACES = [*GUEST_PLACES, *CUSTOMER_PLACES, *NEWCOMER_PLACES]
