"""Builds what does errands: which kinds there are, and how a worker hears of one."""

import logging
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from kombu.exceptions import OperationalError

from models.errand import Errand, ErrandKind
from models.schema import utc_now
from modules.documents.shelf import Shelf
from modules.errands.collection import ERRANDS as ERRAND_DOCUMENTS
from modules.errands.desk import Desk
from modules.errands.errands import Errands
from modules.errands.performing import Performer, Performing
from modules.errands.recovery import ErrandRecovery
from museaika.celery import ERRANDS, TRAIN
from museaika.connections import Connections, backlog_of
from museaika.ids import new_id

logger = logging.getLogger(__name__)


def build_errands(connected: Connections, performers: Mapping[ErrandKind, Performer]) -> Errands:
    enqueue = _enqueuing(connected.celery, Shelf(connected.documents, ERRAND_DOCUMENTS, Errand))
    desk = Desk(connected.documents, connected.publisher, enqueue, utc_now, new_id)
    backlog = backlog_of(connected.redis_url)

    def waiting() -> int | None:
        counts = [backlog(queue) for queue in (ERRANDS, TRAIN)]
        return None if None in counts else sum(count or 0 for count in counts)

    return Errands(desk, Performing(desk, performers), ErrandRecovery(desk, waiting))


def _enqueuing(celery: Any, errands: Shelf[Errand]) -> Callable[[str], None]:
    """What teaches a twin goes to a queue of its own, wherever a worker for it runs."""

    def enqueue(errand_id: str) -> None:
        errand = errands.get(errand_id)
        queue = TRAIN if errand is not None and errand.kind is ErrandKind.TWIN else ERRANDS
        try:
            celery.send_task("run_errand", [errand_id], queue=queue, task_id=str(uuid.uuid4()))
        except OperationalError as error:
            logger.warning("the broker is away (%s); upkeep will enqueue errand %s", error, errand_id)

    return enqueue
