"""Streams of live music: one turn of one stream."""

import logging

from celery import shared_task

from models.errors import MuseaikaError
from workers.task import ServiceTask

logger = logging.getLogger(__name__)


@shared_task(name="live_turn", bind=True, base=ServiceTask, acks_late=False)
def live_turn(task: ServiceTask, stream_id: str) -> None:
    """A turn that fails or is lost is due again before long, so its message is not kept."""
    turns = task.services.live.turns
    try:
        turns.take(stream_id)
    except MuseaikaError as error:
        logger.warning("a turn of stream %s has to wait: %s", stream_id, error.detail)
    except Exception:
        logger.exception("a turn of stream %s failed", stream_id)
        turns.failed(stream_id)
