"""How often an address may ask: counted in the broker, so that every web process counts together."""

import time

from flask import Flask, Response, g
from flask_limiter import HeaderNames, Limiter
from flask_limiter.util import get_remote_address

from museaika.settings import Limits

NAMES = {
    HeaderNames.LIMIT: "RateLimit-Limit",
    HeaderNames.REMAINING: "RateLimit-Remaining",
    HeaderNames.RESET: "RateLimit-Reset",
}
FREE = ("health.healthz", "health.readyz", "health.metrics", "static", "page.asset")


def limit(app: Flask, limits: Limits, redis_url: str) -> None:
    app.after_request(_tidied)  # runs after the limiter's own, which is registered later
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=redis_url,
        default_limits=[] if limits.requests == "off" else [limits.requests],
        headers_enabled=True,
        header_name_mapping=NAMES,
        in_memory_fallback_enabled=True,
        key_prefix="limits",
    )
    for endpoint, rule in _strict(limits).items():
        if rule != "off":
            app.view_functions[endpoint] = limiter.limit(rule)(app.view_functions[endpoint])
    for endpoint in FREE:
        limiter.exempt(app.view_functions[endpoint])


def _strict(limits: Limits) -> dict[str, str]:
    return {
        "generations.submit": limits.orders,
        "generations.ask": limits.questions,
        "live.begin": limits.orders,
        "music_lab.generate": limits.orders,
        "music_lab.chat": limits.questions,
        "producer.train": limits.orders,
        "producer.generate": limits.orders,
        "producer.store_upload": limits.uploads,
        "old_twins.train_again": limits.orders,
        "old_twins.upload_and_train": limits.orders,
        "old_twins.artist": limits.orders,
        "uploads.receive": limits.uploads,
        "verify.look": limits.uploads,
        "mood.image": limits.moods,
        "mood.text": limits.moods,
        "mood.fused": limits.moods,
        "music.match": limits.matches,
        "music.take_list": limits.uploads,
        "recommendations.recommend": limits.lists,
        "recommendations.bring": limits.uploads,
        "playlists.create": limits.lists,
        "auth.guest": limits.guests,
        "auth.token": limits.guests,
        "login.begin": limits.guests,
        "login.callback": limits.guests,
    }


def _tidied(response: Response) -> Response:
    """The reset in seconds from now, and the advice to wait only where one has to."""
    reset = response.headers.get("RateLimit-Reset", type=int)
    if reset is not None:
        response.headers["RateLimit-Reset"] = str(max(reset - int(time.time()), 0))
    if response.status_code < 400:
        response.headers.pop("Retry-After", None)
    elif "retry_after" in g:  # a refusal of ours knows better than the limiter's window
        response.headers["Retry-After"] = str(g.retry_after)
    return response
