from __future__ import annotations

from shop.settings.environment import env

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "personalize.authentication.ServerKeyAuthentication",
        "allauth.headless.contrib.rest_framework.authentication.JWTTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    # What says nothing else is for administrators.
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    # For each account, guest or else address, beside what any address may do.
    "DEFAULT_THROTTLE_RATES": {
        "public": "300/min",
        "search": "60/min",
        "shopper": "120/min",
        "cart": "120/min",
        "checkout": "30/min",
        "auth": "20/min",
    },
    "DEFAULT_SCHEMA_CLASS": "shop.api.schema.ShopSchema",
    # Every error of every API in one shape.
    "EXCEPTION_HANDLER": "personalize.errors.handle_exception",
    # How many proxies of ours stand before the shop; forged addresses end here.
    "NUM_PROXIES": env.int("NUM_PROXIES", default=0),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Shop API",
    "DESCRIPTION": "Buy what the shop sells, track what shoppers do, ask what to "
    "recommend to them. docs/mobile-api.md walks through it.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": {
        "OrderStatus": "shop.orders.statuses.Status",
        "ReviewStatus": "shop.reviews.models.Status",
        "PaymentOutcome": "shop.payments.outcomes.Outcome",
    },
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "guest": {
                "type": "apiKey",
                "in": "header",
                "name": "X-Guest-Id",
                "description": "A guest, from `POST /api/personalize/session`.",
            },
            "orderKey": {
                "type": "apiKey",
                "in": "header",
                "name": "X-Order-Key",
                "description": "The key that an order came with, for that order.",
            },
        }
    },
}
