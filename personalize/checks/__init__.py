"""What ``manage.py check`` says of this app's settings and of the services it uses."""

from __future__ import annotations

from personalize.checks import configuration, deployment

__all__ = ["configuration", "deployment"]
