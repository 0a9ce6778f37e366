"""The settings of this app: ``conf.KEY`` is ``settings.PERSONALIZE["KEY"]``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

DEFAULT_BACKENDS: list[dict[str, Any]] = [
    {"BACKEND": "personalize.backends.local.LocalBackend"},
    {"BACKEND": "personalize.backends.popular.PopularBackend"},
]


class Conf:
    """Read late, so that tests and processes may override the settings."""

    @property
    def CATALOG(self) -> str:
        return str(self._get("CATALOG", ""))

    @property
    def BACKENDS(self) -> list[dict[str, Any]]:
        """Asked in this order until there are enough items; events go to the first."""
        return list(self._get("BACKENDS", DEFAULT_BACKENDS))

    @property
    def CACHE_TIMEOUT(self) -> int:
        """Seconds an answer is kept when CACHE_TIMEOUTS does not name its use case."""
        return int(self._get("CACHE_TIMEOUT", 300))

    @property
    def CACHE_TIMEOUTS(self) -> dict[str, int]:
        return dict(self._get("CACHE_TIMEOUTS", {}))

    @property
    def PAGE_DEADLINE(self) -> float:
        """Seconds that all blocks of a page together may wait for slow backends."""
        return float(self._get("PAGE_DEADLINE", 0.25))

    @property
    def COOL_DOWN(self) -> float:
        """Seconds a failed backend is left alone at first; doubled while it fails."""
        return float(self._get("COOL_DOWN", 5))

    @property
    def MODEL_DIR(self) -> Path:
        """Folder of the trained models; web processes and workers must share it."""
        return Path(self._get("MODEL_DIR", "var/models"))

    @property
    def VISITOR_RATE(self) -> str:
        return str(self._get("VISITOR_RATE", "120/min"))

    @property
    def ADDRESS_RATE(self) -> str:
        return str(self._get("ADDRESS_RATE", "600/min"))

    @property
    def SESSION_RATE(self) -> str:
        """How many guest ids one address may ask for."""
        return str(self._get("SESSION_RATE", "5/hour"))

    @property
    def ENDPOINT_URLS(self) -> dict[str, str]:
        """Where the services are that only operators and tasks call, by their name."""
        return dict(self._get("ENDPOINT_URLS", {}))

    @property
    def METRICS_NAMESPACE(self) -> str:
        """Where in CloudWatch this shop's metrics go; empty to send none."""
        return str(self._get("METRICS_NAMESPACE", ""))

    @property
    def METRICS_REGION(self) -> str:
        """The region of CloudWatch; empty for the one that boto3 finds."""
        return str(self._get("METRICS_REGION", ""))

    @property
    def ALARM_TOPIC_ARN(self) -> str:
        """The SNS topic that hears of alarms."""
        return str(self._get("ALARM_TOPIC_ARN", ""))

    @property
    def PROVISIONING(self) -> dict[str, Any]:
        """What ``manage.py personalize`` makes at Amazon; empty for the defaults."""
        return dict(self._get("PROVISIONING", {}))

    def _get(self, key: str, default: object) -> Any:
        return getattr(settings, "PERSONALIZE", {}).get(key, default)


conf = Conf()
