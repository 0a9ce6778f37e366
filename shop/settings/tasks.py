from __future__ import annotations

from celery.schedules import crontab

from shop.settings.environment import VAR_DIR, env
from shop.settings.services import REDIS_URL

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
# The relay can be repeated, and keeps its attempts in the rows it delivers.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than any task may run, or it would run twice.
    "visibility_timeout": 180,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 0.25,
    # A frozen broker must not hold a page; a worker and beat wait longer.
    "socket_timeout": env.float("BROKER_SOCKET_TIMEOUT", default=0.25),
    "socket_keepalive": True,
    "health_check_interval": 25,
    "global_keyprefix": "shop:",
}
# Never task_publish_retry=False: it makes a dead broker block for six seconds.
CELERY_TASK_PUBLISH_RETRY_POLICY = {
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0.05,
    "interval_max": 0.05,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "deliver-events": {
        "task": "personalize.deliver_events",
        "schedule": 2.0,
        # No heap of beats after an outage.
        "options": {"expires": 4},
    },
    "count-events": {
        "task": "personalize.count_events",
        "schedule": 5.0,
        "options": {"expires": 10},
    },
    "train-model": {
        "task": "personalize.train_model",
        "schedule": crontab(hour=env.int("TRAIN_AT", default=3), minute=0),
        "options": {"expires": 6 * 3600},
    },
    # Items and users for Amazon, as soon as they change, and every night what changed
    # unseen.
    "deliver-records": {
        "task": "personalize.deliver_records",
        "schedule": 10.0,
        "options": {"expires": 20},
    },
    "mark-drift": {
        "task": "personalize.mark_drift",
        "schedule": crontab(hour=env.int("TRAIN_AT", default=3), minute=30),
        "options": {"expires": 6 * 3600},
    },
    # Nothing is sent unless PERSONALIZE_METRICS_NAMESPACE says where to.
    "send-metrics": {
        "task": "personalize.send_metrics",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # A new shop does not wait for the night, nor does one that has doubled.
    "train-if-due": {
        "task": "personalize.train_if_due",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    # What waits for a mail server that was down; the rest is sent at once.
    "deliver-mails": {
        "task": "shop.deliver_mails",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "forget-old-mails": {
        "task": "shop.forget_old_mails",
        "schedule": crontab(hour=4, minute=10),
        "options": {"expires": 6 * 3600},
    },
    "forget-old-searches": {
        "task": "shop.forget_old_searches",
        "schedule": crontab(hour=4, minute=40),
        "options": {"expires": 6 * 3600},
    },
    # Addresses whose owners never said that they want the newsletter.
    "forget-unconfirmed-subscriptions": {
        "task": "shop.forget_unconfirmed_subscriptions",
        "schedule": crontab(hour=4, minute=20),
        "options": {"expires": 6 * 3600},
    },
    # Orders nobody paid give their goods back.
    "expire-orders": {
        "task": "shop.expire_orders",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    # Webhooks that were lost, and refunds that had no answer.
    "follow-up-payments": {
        "task": "shop.follow_up_payments",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 300},
    },
    "reconcile-payments": {
        "task": "shop.reconcile_payments",
        "schedule": crontab(hour=4, minute=40),
        "options": {"expires": 6 * 3600},
    },
}
