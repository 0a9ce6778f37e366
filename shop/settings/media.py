from __future__ import annotations

from shop.settings.environment import DEBUG, VAR_DIR, env

MEDIA_URL = "media/"
MEDIA_ROOT = VAR_DIR / "media"
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
