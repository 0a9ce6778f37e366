from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponseNotModified
from django.views.static import serve


def media(request: HttpRequest, path: str) -> FileResponse | HttpResponseNotModified:
    """Serve an upload; only where SERVE_MEDIA says that no web server does."""
    return serve(request, path, document_root=settings.MEDIA_ROOT)
