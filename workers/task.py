"""The base of every task: it finds the services of its process."""

from typing import cast

from celery import Task

from modules.services import Services


class ServiceTask(Task):  # type: ignore[misc] - celery is not typed
    abstract = True

    @property
    def services(self) -> Services:
        return cast("Services", self.app.services())
