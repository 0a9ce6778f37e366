"""Settings of the shop. Every variable read here is described in .env.example."""

from __future__ import annotations

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
env.read_env(BASE_DIR / env("ENV_FILE", default=".env"))

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="insecure-for-development-only" if DEBUG else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "personalize",
    "shop.accounts",
    "shop.catalog",
    "shop.cart",
    "shop.orders",
    "shop.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
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
                "shop.catalog.context_processors.navigation",
                "shop.cart.context_processors.cart",
            ],
        },
    },
]

# Database: SQLite waits for its turn to write instead of failing halfway.
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR}/db.sqlite3")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 2
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Cache and broker: two instances of Redis, since a cache that evicts would evict the
# queue. Without either, one process is served: local memory and eager tasks.
CACHE_URL = env("CACHE_URL", default="")
REDIS_URL = env("REDIS_URL", default="")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if CACHE_URL:
    CACHES["default"] = {
        "BACKEND": "personalize.cache.ResilientRedisCache",
        "LOCATION": CACHE_URL,
    }

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 180,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 0.25,
    # A frozen broker must not hold a page; a worker waits longer.
    "socket_timeout": env.float("BROKER_SOCKET_TIMEOUT", default=0.25),
    "socket_keepalive": True,
    "health_check_interval": 25,
    "global_keyprefix": "shop:",
}
# Never task_publish_retry=False: it makes a dead broker block for six seconds.
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0.05,
    "interval_max": 0.05,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(BASE_DIR / "var" / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "deliver-events": {
        "task": "personalize.deliver_events",
        "schedule": 2.0,
        # No heap of beats after an outage.
        "options": {"expires": 4},
    },
    "count-events": {
        "task": "personalize.count_events",
        "schedule": 5.0,
        "options": {"expires": 10},
    },
    "train-model": {
        "task": "personalize.train_model",
        "schedule": env.float("TRAIN_EVERY_SECONDS", default=900),
        "options": {"expires": 600},
    },
}

# Accounts: by e-mail for the web, by JWT for mobile clients.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "allauth.headless.tokens.strategies.jwt.JWTTokenStrategy"
HEADLESS_JWT_ALGORITHM = "HS256"
HEADLESS_JWT_PRIVATE_KEY = env(
    "JWT_SIGNING_KEY",
    default="insecure-jwt-key-for-development-only-32+" if DEBUG else "",
)
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="shop@example.com")

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool(
    "SECURE_COOKIES", default=not DEBUG
)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEBUG)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEBUG else 31536000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEBUG
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool(
    "BEHIND_TLS_PROXY", default=False
) else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}

# The HTTP API.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "personalize.authentication.ServerKeyAuthentication",
        "allauth.headless.contrib.rest_framework.authentication.JWTTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    # How many proxies of ours stand before the shop; forged addresses end here.
    "NUM_PROXIES": env.int("NUM_PROXIES", default=0),
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Shop API",
    "DESCRIPTION": "Track what shoppers do; ask what to recommend to them.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# Language, money, files.
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
CURRENCY = env("CURRENCY", default="EUR")
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = BASE_DIR / "var" / "media"
# In production a web server or an object store does this.
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=DEBUG)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

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
    },
}

# Recommendations: Amazon Personalize when it is configured, the embedded engine, and
# the shop's own best sellers, asked in this order.
AWS_REGION = env("AWS_REGION", default="")
PERSONALIZE_TRACKING_ID = env("PERSONALIZE_TRACKING_ID", default="")
PERSONALIZE_DATASET_GROUP_ARN = env("PERSONALIZE_DATASET_GROUP_ARN", default="")
PERSONALIZE_ARNS = {
    use_case: arn
    for use_case, arn in {
        "recommended-for-you": env("PERSONALIZE_CAMPAIGN_ARN", default=""),
        "customers-also-viewed": env("PERSONALIZE_ALSO_VIEWED_ARN", default=""),
        "frequently-bought-together": env(
            "PERSONALIZE_BOUGHT_TOGETHER_ARN", default=""
        ),
        "similar-items": env("PERSONALIZE_SIMILAR_ITEMS_ARN", default=""),
        "best-sellers": env("PERSONALIZE_BEST_SELLERS_ARN", default=""),
        "most-viewed": env("PERSONALIZE_MOST_VIEWED_ARN", default=""),
        "trending-now": env("PERSONALIZE_TRENDING_ARN", default=""),
    }.items()
    if arn
}
AMAZON_BACKEND = {
    "BACKEND": "personalize.backends.aws.AmazonPersonalizeBackend",
    "OPTIONS": {
        "tracking_id": PERSONALIZE_TRACKING_ID,
        "arns": PERSONALIZE_ARNS,
        "ranking_arn": env("PERSONALIZE_RANKING_ARN", default=""),
        "region": AWS_REGION,
        "events_endpoint_url": env(
            "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", default=""
        ),
        "runtime_endpoint_url": env(
            "AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME", default=""
        ),
    },
}
PERSONALIZE = {
    "CATALOG": "shop.personalization.ShopCatalog",
    "BACKENDS": [
        *([AMAZON_BACKEND] if PERSONALIZE_TRACKING_ID or PERSONALIZE_ARNS else []),
        {"BACKEND": "personalize.backends.local.LocalBackend"},
        {"BACKEND": "personalize.backends.popular.PopularBackend"},
    ],
    "MODEL_DIR": BASE_DIR / "var" / "models",
}
