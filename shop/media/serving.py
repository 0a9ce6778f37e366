from __future__ import annotations

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.views.static import serve

from shop.media.pictures import STORED, make_size

YEAR = 365 * 24 * 3600


def media(request: HttpRequest, path: str) -> FileResponse | HttpResponseNotModified:
    """Serve an upload; only where SERVE_MEDIA says that no web server does."""
    response = _find(request, path)
    if STORED.fullmatch(path):
        # The folder of a picture is new each time, so nobody need look again.
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    return response


def _find(request: HttpRequest, path: str) -> FileResponse | HttpResponseNotModified:
    try:
        return serve(request, path, document_root=settings.MEDIA_ROOT)
    except Http404:
        if not make_size(default_storage, path):
            raise
    return serve(request, path, document_root=settings.MEDIA_ROOT)
