from __future__ import annotations

from urllib.parse import urlsplit

from shop.settings.environment import DEBUG, VAR_DIR, env

# Pictures lie in this bucket of S3, or of what speaks like it; without one, on disk.
MEDIA_BUCKET = env("MEDIA_BUCKET", default="")
MEDIA_REGION = env("MEDIA_REGION", default="eu-central-1")
MEDIA_ENDPOINT_URL = env("MEDIA_ENDPOINT_URL", default="")
MEDIA_ADDRESS = env("MEDIA_ADDRESS", default="") or (
    f"{MEDIA_ENDPOINT_URL}/{MEDIA_BUCKET}"
    if MEDIA_ENDPOINT_URL
    else f"https://{MEDIA_BUCKET}.s3.{MEDIA_REGION}.amazonaws.com"
)
_address = urlsplit(MEDIA_ADDRESS)
# What pages must be allowed to show.
MEDIA_ORIGINS = [f"{_address.scheme}://{_address.netloc}"] if MEDIA_BUCKET else []

MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"
# In production a web server or an object store does this.
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=DEBUG and not MEDIA_BUCKET)

_on_disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
_in_bucket = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": MEDIA_BUCKET,
        "region_name": MEDIA_REGION,
        "endpoint_url": MEDIA_ENDPOINT_URL or None,
        # Addresses are put together here: without a domain each would be signed.
        "custom_domain": f"{_address.netloc}{_address.path}",
        "url_protocol": f"{_address.scheme}:",
        "querystring_auth": False,
        # A name is used once, so nobody need look again.
        "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
    },
}
STORAGES = {
    "default": _in_bucket if MEDIA_BUCKET else _on_disk,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
