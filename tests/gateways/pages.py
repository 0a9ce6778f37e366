"""The page of a gateway on which the shopper pays, as plain as it can be."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{name}</title></head>
<body>
<h1>{name}</h1>
<p>{text}</p>
<form method="post">
<button name="button" value="pay">Pay</button>
<button name="button" value="fail">Decline</button>
<button name="button" value="stay">Pay and stay here</button>
</form>
<a href="{cancel_url}">Back to the shop</a>
</body></html>"""
RETURN = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>One moment</title></head>
<body onload="document.forms[0].submit()">
<form method="post" action="{address}">{fields}</form>
</body></html>"""


def make_page(name: str, text: str, cancel_url: str) -> str:
    return PAGE.format(name=name, text=escape(text), cancel_url=escape(cancel_url))


def make_return(address: str, fields: Mapping[str, str]) -> str:
    """Send the shopper back by POST, with what the shop has to verify."""
    inputs = [
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    ]
    return RETURN.format(address=escape(address), fields="".join(inputs))
