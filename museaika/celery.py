"""The Celery app: queues, delivery, and what happens when the broker is away."""

from celery import Celery

from museaika.settings import Settings

ERRANDS, TRAIN = "errands", "train"
QUEUES = ("cpu", "gpu", ERRANDS, TRAIN)
"""What the cards name, work that a processor does and work that wants a GPU; what mostly waits for others, and what
teaches twins: minutes of work, one at a time on a machine.
"""
LIVE = "live"
"""Turns of streams: short, never late, and so on workers of their own."""
TASKS = ["workers.generation", "workers.errands", "workers.live"]
NEVER = 7 * 24 * 3600
"""Upkeep alone recovers jobs, by their lease; the broker must not redeliver behind its back."""


def create_celery(settings: Settings, redis_url: str) -> Celery:
    celery = Celery("museaika", broker=redis_url, include=TASKS, set_as_current=True)
    celery.conf.update(
        task_default_queue=QUEUES[0],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_concurrency=settings.workers,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": NEVER,
            "socket_keepalive": True,
            "socket_connect_timeout": 2,
            "socket_timeout": 5,
        },
        task_publish_retry_policy={"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.2},
    )
    return celery
