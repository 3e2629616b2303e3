"""What feedback does to a choice: more of what is liked, less of what was skipped, and what is not calm is not calm."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.recommendation import Feedback, Said
from modules.recommending.pool import ALONE, Choice, artist_code

Floats = NDArray[np.float64]
LIKED, SKIPPED, NOT_IT = "liked", "skipped", "not that"
ITSELF: Final = {Said.LIKE: 0.25, Said.SKIP: -0.6, Said.NOT: -1.2}
KIN: Final = {Said.LIKE: 0.06, Said.SKIP: -0.08, Said.NOT: -0.08}
"""What it means for other tracks of the same artist, once however often it is said."""
FADES: Final = 21
"""Days after which a skip counts half."""
NEARBY: Final = 0.45
"""How near to the mood that a track is said not to be this still holds."""
NAMES: Final = {Said.LIKE: LIKED, Said.SKIP: SKIPPED, Said.NOT: NOT_IT}


def taste(choice: Choice, feedback: Sequence[Feedback], way: Floats, now: datetime) -> Mapping[str, Floats]:
    """[track] for each kind of feedback there is. way: [place, 2], where the list leads."""
    marks: dict[str, Floats] = {}
    for one in feedback:
        weight = _weight(one, way, now)
        mark = marks.setdefault(NAMES[one.says], np.zeros(len(choice.points)))
        at = choice.at(one.item)
        artist = artist_code(one.artist) if one.artist or at is None else int(choice.artists[at])
        if artist != ALONE:
            kin = choice.artists == np.uint64(artist)
            amount = KIN[one.says] * weight
            mark[kin] = np.maximum(mark[kin], amount) if amount > 0 else np.minimum(mark[kin], amount)
        if at is not None:
            mark[at] = ITSELF[one.says] * weight
    return {name: mark for name, mark in marks.items() if mark.any()}


def _weight(one: Feedback, way: Floats, now: datetime) -> float:
    if one.says is Said.SKIP:
        return math.pow(0.5, max((now - one.created_at).days, 0) / FADES)
    if one.says is Said.NOT and one.mood is not None:
        far = float(np.hypot(*(way - (one.mood.valence, one.mood.arousal)).T).min())
        return math.exp(-((far / NEARBY) ** 2))
    return 1.0
