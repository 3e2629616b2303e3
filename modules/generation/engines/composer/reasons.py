"""Why a song became as it is: what was asked, what mood and style brought, what was left to chance; for its record."""

from typing import Any

import numpy as np

from modules.composing.planning.pace import tempo_curve
from modules.composing.planning.plan import Plan
from modules.composing.planning.planner import NEUTRAL
from modules.composing.planning.request import PlanRequest
from modules.composing.tonality import MAJOR
from modules.generation.engines.composer.composition import Composed, Order
from modules.generation.engines.composer.references import References
from modules.generation.engines.composer.starting import Model


def reasons(order: Order, song: Composed) -> dict[str, Any]:
    """Of tempo, key, metre, length and style: `by` says what decided; with references, which of them and where."""
    request, plan = order.request, song.plan
    told: dict[str, Any] = {
        "tempo": _tempo(request, order.references, plan),
        "key": _key(request, order.references),
        "metre": {"by": "asked" if request.metre else "usual"},
        "length": {"by": _length(request)},
        "style": {"by": "asked" if request.style else "usual", "about": plan.style.about},
    }
    return told | ({"model": _model(song.model, plan)} if song.model else {})


def _tempo(request: PlanRequest, references: References, plan: Plan) -> dict[str, Any]:
    """sought: the pace that mood and style ask for, before whole phrases were fitted into the length."""
    if request.tempo is not None:
        return {"by": "asked"}
    if request.bars and request.seconds:
        return {"by": "bars and seconds"}
    if references.used and request.mood is None:
        return {"by": "references", "theirs": round(references.tempo or 0.0, 2)}
    if request.mood is None and request.style is None:
        return {"by": "usual"}
    middles = (np.arange(plan.bars) + 0.5) / plan.bars
    sought = tempo_curve(plan.style, request.mood or NEUTRAL)(middles, plan.seconds)
    by = "mood and style" if request.mood and request.style else "mood" if request.mood else "style"
    return {"by": by, "style": plan.style.tempo, "sought": [round(float(sought[k]), 1) for k in (0, -1)]}


def _key(request: PlanRequest, references: References) -> dict[str, Any]:
    """by: whence the mode; where it was not asked for, the seed drew the tonic."""
    if request.key is not None:
        return {"by": "asked"}
    if references.used and request.mood is None:
        return {"by": "references", "theirs": "major" if (references.mode or MAJOR) == MAJOR else "minor"}
    return {"by": "mood" if request.mood else "usual"}


def _length(request: PlanRequest) -> str:
    asked = [name for name in ("bars", "seconds") if getattr(request, name)]
    return " and ".join(asked) or "usual"


def _model(model: Model, plan: Plan) -> dict[str, Any]:
    """The reference a song leans towards; bars count from 1. Intro and ending are made of the first theme."""
    found = [
        {"section": passage.letter, "bar": 1 + start}
        for passage, start in zip(plan.passages, model.starts, strict=True)
    ]
    return {"name": model.name, "passages": found}
