"""What ``manage.py check`` says of this app's settings and of the services it uses."""

from __future__ import annotations

from personalize.checks import configuration, datasets, deployment, provisioning

__all__ = ["configuration", "datasets", "deployment", "provisioning"]
