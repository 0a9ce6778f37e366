"""What a first day in that shop is like; prints what was seen."""

from __future__ import annotations

import json

import django
from django.core.management import call_command
from django.test import Client

django.setup()

from books.models import Book  # noqa: E402

from personalize.models import Event  # noqa: E402

call_command("check", fail_level="WARNING")
call_command("migrate", run_syncdb=True, verbosity=0)
books = [Book.objects.create(title=f"Book {number}") for number in range(5)]
browser = Client(headers={"User-Agent": "Mozilla/5.0 Firefox/140.0"})
view = browser.post(
    "/api/personalize/track/view",
    {"userId": "reader", "productId": str(books[0].pk)},
    content_type="application/json",
)
related = browser.get(f"/api/personalize/recommendations/{books[0].pk}")
nonsense = browser.get("/api/personalize/recommendations/no-number")
seen = {
    "home": browser.get("/").content.decode(),
    "view": view.status_code,
    "related": [item["name"] for item in related.json()["recommendations"]],
    "nonsense": nonsense.status_code,
    "events": Event.objects.count(),
}
print(json.dumps(seen))
