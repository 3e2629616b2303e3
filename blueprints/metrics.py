"""What Prometheus reads: requests as they come, jobs as the documents tell."""

import time
from collections.abc import Iterator

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric, SummaryMetricFamily

from models.job import JobState
from modules.services import Services


class Metrics:
    def __init__(self, services: Services) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(JobCollector(services))
        labels = ["method", "route", "status"]
        self._requests = Counter("museaika_requests", "HTTP requests", labels, registry=self._registry)
        self._seconds = Histogram(
            "museaika_request_seconds", "Seconds per HTTP request", ["route"], registry=self._registry
        )

    def watch(self, app: Flask) -> None:
        app.before_request(self._begin)
        app.after_request(self._end)

    def text(self) -> bytes:
        return generate_latest(self._registry)

    def _begin(self) -> None:
        g.begun = time.perf_counter()

    def _end(self, response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "unknown"
        self._requests.labels(request.method, route, str(response.status_code)).inc()
        self._seconds.labels(route).observe(time.perf_counter() - g.get("begun", time.perf_counter()))
        return response


class JobCollector:
    """Asked anew at every scrape, so that all web processes tell the same."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("museaika_jobs", "Jobs by engine and state", labels=["engine", "state"])
        waiting = GaugeMetricFamily("museaika_queue_length", "Jobs waiting", labels=["queue"])
        for card in self._services.engines.cards.values():
            for state in JobState:
                jobs.add_metric([card.name, state.value], self._services.jobs.count(engine=card.name, state=state))
        for queue in sorted({card.queue for card in self._services.engines.cards.values()}):
            waiting.add_metric([queue], self._services.jobs.count(queue=queue, state=JobState.QUEUED))
        yield jobs
        yield waiting
        stages = SummaryMetricFamily("museaika_stage_seconds", "Seconds per stage", labels=["engine", "stage"])
        for pace in self._services.jobs.paces():
            for stage, seconds in pace.stages.items():
                stages.add_metric([pace.id, stage], pace.finished, seconds)
        yield stages
        yield GaugeMetricFamily("museaika_files_bytes", "Bytes of stored files", value=self._services.files.used())
