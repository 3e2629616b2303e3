"""Doors to recommendations: tracks for a mood and why, what people say to them, and what they know of tracks."""

from hashlib import sha256

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel, ConfigDict, Field

from blueprints import json_body, list_body
from blueprints.caching import never_cached
from blueprints.current import me, services
from blueprints.guard import SECURITY
from blueprints.idempotency import IdempotencyHeader
from models.recommendation import (
    AS_USUAL,
    MOST_RECOMMENDED,
    FeaturesKept,
    FeedbackPage,
    FeedbackRequest,
    FeedbackView,
    Goal,
    RecommendationList,
    WishRequest,
)
from modules.recommending.features_csv import read_features

recommendations = APIBlueprint("recommendations", __name__, url_prefix="/music", tag="Music")


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")
    mood: str | None = Field(
        default=None,
        max_length=100,
        description="A word such as calm, or valence and arousal: .5,-.3. Left out: the mood you shared last",
    )
    goal: Goal = Goal.MATCH
    to: str | None = Field(default=None, max_length=100, description="Where a journey ends; said like the mood")
    limit: int = Field(default=AS_USUAL, ge=1, le=MOST_RECOMMENDED)
    seed: int | None = Field(default=None, ge=0, lt=2**63, description="The same seed gives the same list")


class Which(BaseModel):
    model_config = ConfigDict(extra="forbid")
    limit: int = Field(default=50, ge=1, le=200)
    cursor: str | None = Field(default=None, max_length=500)


recommendations.after_request(never_cached)


@recommendations.get("/recommendations")
@recommendations.input(Asked, location="query", arg_name="asked")
@recommendations.output(RecommendationList)
@recommendations.doc(responses=[401, 429, 503], security=SECURITY)
def recommend(asked: Asked) -> RecommendationList:
    """Tracks for your mood, yours and open ones: to match it, lift, calm or energize you, or lead you to another."""
    wish = json_body.fitted(WishRequest, asked.model_dump(exclude_none=True))
    return services.recommending.recommend(me().id, wish)


@recommendations.post("/feedback")
@recommendations.input(FeedbackRequest, location="json", arg_name="feedback")
@recommendations.output(FeedbackView, status_code=201)
@recommendations.doc(responses=[400, 401, 403, 404, 415], security=SECURITY)
def say(feedback: FeedbackRequest) -> tuple[FeedbackView, int]:
    """Like a track, skip it, or say what it is not ("this is not calm"): the next list follows you."""
    return services.recommending.hear(me().id, feedback).view(), 201


@recommendations.get("/feedback")
@recommendations.input(Which, location="query", arg_name="which")
@recommendations.output(FeedbackPage)
@recommendations.doc(responses=[401], security=SECURITY)
def said(which: Which) -> FeedbackPage:
    """What you said, newest first."""
    found, cursor = services.recommending.said(me().id, limit=which.limit, cursor=which.cursor)
    return FeedbackPage(items=[one.view() for one in found], next_cursor=cursor)


@recommendations.delete("/feedback/<feedback_id>")
@recommendations.output({}, status_code=204)
@recommendations.doc(responses=[401, 403, 404], security=SECURITY)
def undo(feedback_id: str) -> Response:
    """Take it back, as if you had never said it."""
    services.recommending.feedbacks.undo(me().id, feedback_id)
    return Response(status=204)


@recommendations.post("/features")
@recommendations.input(IdempotencyHeader, location="headers", arg_name="header")
@recommendations.output(FeaturesKept)
@recommendations.doc(
    responses=[401, 403, 409, 413, 415, 422], security=SECURITY, extensions={"requestBody": list_body.LIST}
)
def bring(header: IdempotencyHeader) -> FeaturesKept:
    """Say what tracks feel like: a CSV with artist, title, valence, energy; not Spotify's own figures."""
    owner, data = me().id, list_body.taken()
    services.tracks.once(owner, header.idempotency_key, f"features {sha256(data).hexdigest()}")
    found = services.offload(read_features, data)
    return services.recommending.gathering.features.keep(owner, found)


@recommendations.get("/features.csv")
@recommendations.doc(responses={200: "What you brought, as CSV", 401: "Not signed in"}, security=SECURITY)
def give_features() -> Response:
    """What you said tracks feel like, as the file that POST /music/features reads."""
    text = services.recommending.gathering.features.text_of(me().id)
    named = {"Content-Disposition": 'attachment; filename="features.csv"'}
    return Response(text, content_type="text/csv; charset=utf-8", headers=named)


@recommendations.delete("/features")
@recommendations.output({}, status_code=204)
@recommendations.doc(responses=[401, 403], security=SECURITY)
def forget_features() -> Response:
    """Forget all that you said tracks feel like."""
    services.recommending.gathering.features.clear(me().id)
    return Response(status=204)
