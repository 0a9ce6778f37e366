"""What the read path tells of its answers, counted."""

from __future__ import annotations

import time
from typing import Any

from personalize.metrics.counters import LastAnswer, counters


def count_served(*, recommendations: Any, use_case: str, **kwargs: Any) -> None:
    """Hear recommendations_served."""
    counters.get().count_answer(
        LastAnswer(
            use_case=str(use_case),
            backend=recommendations.backend,
            reason=str(recommendations.fallback_reason),
            is_fallback=recommendations.is_fallback,
            num_items=len(recommendations),
            at=time.time(),
        )
    )
