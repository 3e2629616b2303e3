"""Builds what does errands: which kinds there are, and how a worker hears of one."""

import logging
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from kombu.exceptions import OperationalError

from models.errand import ErrandKind
from models.schema import utc_now
from modules.errands.desk import Desk
from modules.errands.errands import Errands
from modules.errands.performing import Performer, Performing
from modules.errands.recovery import ErrandRecovery
from museaika.celery import ERRANDS
from museaika.connections import Connections, backlog_of
from museaika.ids import new_id

logger = logging.getLogger(__name__)


def build_errands(connected: Connections, performers: Mapping[ErrandKind, Performer]) -> Errands:
    desk = Desk(connected.documents, connected.publisher, _enqueuing(connected.celery), utc_now, new_id)
    backlog = backlog_of(connected.redis_url)
    return Errands(desk, Performing(desk, performers), ErrandRecovery(desk, lambda: backlog(ERRANDS)))


def _enqueuing(celery: Any) -> Callable[[str], None]:
    def enqueue(errand_id: str) -> None:
        try:
            celery.send_task("run_errand", [errand_id], queue=ERRANDS, task_id=str(uuid.uuid4()))
        except OperationalError as error:
            logger.warning("the broker is away (%s); upkeep will enqueue errand %s", error, errand_id)

    return enqueue
