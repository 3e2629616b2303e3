"""Streams of live music: one turn of one stream."""

import logging

from celery import shared_task

from workers.task import ServiceTask

logger = logging.getLogger(__name__)


@shared_task(name="live_turn", bind=True, base=ServiceTask, acks_late=False)
def live_turn(task: ServiceTask, stream_id: str) -> None:
    """A turn that fails or is lost is due again before long, so its message is not kept."""
    try:
        task.services.live.turns.take(stream_id)
    except Exception:
        logger.exception("a turn of stream %s failed", stream_id)
