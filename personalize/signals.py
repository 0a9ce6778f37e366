from __future__ import annotations

from django.dispatch import Signal

# Sent after the event's transaction has committed. Arguments: event.
event_tracked = Signal()
# Arguments: events (list of Event), backend (its name).
events_delivered = Signal()
# Arguments: recommendations, use_case, visitor.
recommendations_served = Signal()
