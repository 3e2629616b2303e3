"""/health, /healthz, /readyz and /metrics: for machines, and for people who wonder."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, current_app

from blueprints.current import services

health = APIBlueprint("health", __name__, tag="Health")


@health.get("/healthz")
@health.doc(responses={200: "The process lives"})
def healthz() -> dict[str, str]:
    return {"status": "ok"}


@health.get("/health")
@health.doc(responses={200: "The process lives, which version it is, and whether moods can be read"})
def version() -> dict[str, Any]:
    lacks = {kind: services.readers.missing(kind) for kind in ("face", "text")}
    moods = {kind: {"ready": not lack, "missing": lack} for kind, lack in lacks.items()}
    facts = {"version": current_app.config["VERSION"], "engines": sorted(services.engines.cards)}
    return {"status": "ok", **facts, "moods": moods}


@health.get("/readyz")
@health.doc(responses={200: "Every part answers", 503: "Which part is down, and why"})
def readyz() -> tuple[dict[str, Any], int]:
    """Whether documents, files and the broker answer."""
    parts = services.probes.look()
    ready = all(part["up"] for part in parts.values())
    return {"ready": ready, "parts": parts}, 200 if ready else 503


@health.get("/metrics")
@health.doc(responses={200: "Prometheus text format"})
def metrics() -> Response:
    text = current_app.extensions["metrics"].text()
    return Response(text, content_type="text/plain; version=0.0.4; charset=utf-8")
