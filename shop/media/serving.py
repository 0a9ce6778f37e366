from __future__ import annotations

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.views.static import serve

from shop.media.pictures import make_size


def media(request: HttpRequest, path: str) -> FileResponse | HttpResponseNotModified:
    """Serve an upload; only where SERVE_MEDIA says that no web server does."""
    try:
        return serve(request, path, document_root=settings.MEDIA_ROOT)
    except Http404:
        if not make_size(default_storage, path):
            raise
    return serve(request, path, document_root=settings.MEDIA_ROOT)
