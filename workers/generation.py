"""Making music: claim the job, run its engine, settle it."""

import logging

from celery import shared_task

from models.errors import MuseaikaError
from modules.generation.progress import Cancelled
from workers.task import ServiceTask

logger = logging.getLogger(__name__)


@shared_task(name="generate", bind=True, base=ServiceTask)
def generate(task: ServiceTask, job_id: str) -> None:
    workshop = task.services.workshop
    run = workshop.claim(job_id, task.request.hostname or "here")
    if run is None:
        return
    with run:
        try:
            run.finish(workshop.make(run))
        except Cancelled:
            run.cancelled()
        except MuseaikaError as refusal:
            run.fail(refusal)
        except Exception:
            logger.exception("job %s failed", job_id)
            run.fail(MuseaikaError("The engine failed.", next_step="Try again; the server's log says more."))
