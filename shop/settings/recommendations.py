"""Ask Amazon Personalize when it is configured, the embedded engine, best sellers."""

from __future__ import annotations

from shop.settings.environment import VAR_DIR, env

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
PERSONALIZE_RANKING_ARN = env("PERSONALIZE_RANKING_ARN", default="")
AMAZON_BACKEND = {
    "BACKEND": "personalize.backends.aws.AmazonPersonalizeBackend",
    "OPTIONS": {
        "tracking_id": PERSONALIZE_TRACKING_ID,
        "arns": PERSONALIZE_ARNS,
        "ranking_arn": PERSONALIZE_RANKING_ARN,
        "dataset_group_arn": PERSONALIZE_DATASET_GROUP_ARN,
        "filter_arn_prefix": env("PERSONALIZE_FILTER_ARN_PREFIX", default=""),
        "region": AWS_REGION,
        "events_endpoint_url": env("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", default=""),
        "runtime_endpoint_url": env("AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME", default=""),
    },
}
IS_ON_AMAZON = bool(
    PERSONALIZE_TRACKING_ID or PERSONALIZE_ARNS or PERSONALIZE_RANKING_ARN
)
PERSONALIZE = {
    "CATALOG": "shop.personalization.ShopCatalog",
    "BACKENDS": [
        *([AMAZON_BACKEND] if IS_ON_AMAZON else []),
        {"BACKEND": "personalize.backends.local.LocalBackend"},
        {"BACKEND": "personalize.backends.popular.PopularBackend"},
    ],
    "MODEL_DIR": VAR_DIR / "models",
    # What `manage.py personalize` makes at Amazon; the rest has good defaults.
    "PROVISIONING": {
        "PREFIX": env("PERSONALIZE_PREFIX", default="shop"),
        "REGION": AWS_REGION,
        "ACCOUNT": env("PERSONALIZE_ACCOUNT", default=""),
        "BUCKET": env("PERSONALIZE_BUCKET", default=""),
        "ROLE": env("PERSONALIZE_ROLE", default=""),
        "DATA_FOLDER": env("PERSONALIZE_DATA_FOLDER", default=""),
    },
    "ENDPOINT_URLS": {
        service: url
        for service, url in {
            "personalize": env("AWS_ENDPOINT_URL_PERSONALIZE", default=""),
            "personalize-events": env(
                "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", default=""
            ),
            "personalize-runtime": env(
                "AWS_ENDPOINT_URL_PERSONALIZE_RUNTIME", default=""
            ),
            "cloudwatch": env("AWS_ENDPOINT_URL_CLOUDWATCH", default=""),
        }.items()
        if url
    },
    "METRICS_NAMESPACE": env("PERSONALIZE_METRICS_NAMESPACE", default=""),
    "METRICS_REGION": AWS_REGION,
    "ALARM_TOPIC_ARN": env("PERSONALIZE_ALARM_TOPIC_ARN", default=""),
}
