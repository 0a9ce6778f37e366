"""Requests that say nothing about a shopper's taste: programs', and ahead of time."""

from __future__ import annotations

import re

from django.http import HttpRequest

# What crawlers, previews, monitors and driven browsers call themselves.
CRAWLER = re.compile(
    r"(?<!cu)bot\b|bot[/_;-]|crawl|spider|slurp|archiver|scrap|preview|facebookexternalhit"
    r"|mediapartners|feedfetcher|lighthouse|pingdom|uptime|monitor|headlesschrome"
    r"|phantomjs|pagespeed|gptbot|claude-web|perplexity",
    re.IGNORECASE,
)
# Programs. They have no business with pages, but are the natural clients of an API.
TOOL = re.compile(
    r"^(curl|wget|python|httpx|aiohttp|scrapy|go-http|java/|okhttp|libwww|lwp|ruby"
    r"|php|guzzle|axios|node|undici|postman|insomnia|httpie|apachebench|k6|hey)",
    re.IGNORECASE,
)


# How a browser says that it fetches a page in case somebody will want it.
AHEAD_OF_TIME = re.compile("prefetch|prerender|preview")


def may_track_page(request: HttpRequest) -> bool:
    """Whether a person looks at this page now and lets us remember it."""
    agent = _agent(request)
    return bool(agent and not TOOL.match(agent)) and may_track_call(request)


def may_track_call(request: HttpRequest) -> bool:
    """Whether an API call may be about a person: programs are its natural clients."""
    return not (
        CRAWLER.search(_agent(request))
        or AHEAD_OF_TIME.search(_purpose(request))
        # Global Privacy Control: the visitor objects.
        or request.headers.get("Sec-GPC") == "1"
    )


def _agent(request: HttpRequest) -> str:
    return request.headers.get("User-Agent", "").strip()


def _purpose(request: HttpRequest) -> str:
    headers = request.headers
    return headers.get("Sec-Purpose") or headers.get("Purpose") or ""
