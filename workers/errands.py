"""Errands: claim one, do it, settle it or let it wait."""

import logging

from celery import shared_task

from models.errors import MuseaikaError
from modules.errands.run import Cancelled, Waiting
from workers.task import ServiceTask

logger = logging.getLogger(__name__)


@shared_task(name="run_errand", bind=True, base=ServiceTask)
def run_errand(task: ServiceTask, errand_id: str) -> None:
    performing = task.services.errands.performing
    run = performing.claim(errand_id, task.request.hostname or "here")
    if run is None:
        return
    with run:
        try:
            run.finish(performing.perform(run))
        except Cancelled:
            run.cancelled()
        except Waiting as pause:
            run.put_off(pause)
        except MuseaikaError as refusal:
            run.fail(refusal)
        except Exception:
            logger.exception("errand %s failed", errand_id)
            run.fail(MuseaikaError("It failed.", next_step="Try again; the server's log says more."))
