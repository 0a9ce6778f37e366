from __future__ import annotations

from shop.settings.environment import BASE_DIR, VAR_DIR, env

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "csp",
    "django_filters",
    "django_htmx",
    "import_export",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "personalize",
    "shop.mails",
    "shop.accounts",
    "shop.catalog",
    "shop.cart",
    "shop.wishlist",
    "shop.newsletter",
    "shop.orders",
    "shop.reviews",
    "shop.payments",
    "shop.checkout",
    "shop.staff",
    "shop.api",
    "shop.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shop.site.compression.TextCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "personalize.middleware.VisitorMiddleware",
]

ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shop.site.themes.theme",
                "shop.catalog.context_processors.navigation",
                "shop.cart.context_processors.cart",
            ],
        },
    },
]

TIME_ZONE = "UTC"
USE_TZ = True
CURRENCY = env("CURRENCY", default="EUR")

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {
        "handlers": ["console"],
        "level": env("LOG_LEVEL", default="INFO"),
    },
    "loggers": {
        # Its debug log holds credentials and user ids.
        "botocore": {"level": "WARNING"},
        # It tells of every call.
        "stripe": {"level": "WARNING"},
    },
}
