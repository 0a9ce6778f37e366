from __future__ import annotations

import os

# The recommender multiplies small matrices, for which a second thread only waits; read
# when NumPy is imported, so it has to be said before anything else is.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from shop.celery import app as celery_app  # noqa: E402

__all__ = ["celery_app"]
