"""Which function fulfils which wish, and the changed order that comes of all of them together."""

from collections.abc import Callable, Sequence
from typing import Final

from models.generation import Brief
from modules.generation.engine import EngineCard
from modules.generation.questions.orders import matters, moods, times
from modules.generation.questions.orders.draft import Draft, Impossible
from modules.generation.questions.piece import Reading
from modules.generation.questions.wishes import Wish

Change = Callable[[Draft, Wish], str]
CHANGES: Final[dict[str, Change]] = {
    "darker": moods.shifted, "happier": moods.shifted, "calmer": moods.shifted, "livelier": moods.shifted,
    "mood": moods.named, "other mood": moods.another,
    "faster": times.paced, "slower": times.paced, "tempo": times.at_tempo,
    "longer": times.lengthened, "shorter": times.lengthened, "length": times.at_length, "bars": times.at_bars,
    "seconds more": times.by_seconds,
    "closer": matters.nearer, "freer": matters.nearer, "different": matters.different,
    "key": matters.in_key, "mode": matters.in_mode, "other key": matters.another_key,
    "style": matters.in_style, "other style": matters.another_style,
    "metre": matters.in_metre, "other metre": matters.another_metre,
    "loop": matters.looped, "louder": matters.louder, "quieter": matters.louder,
    "higher": matters.higher, "lower": matters.higher,
}  # fmt: skip
_SEND: Final = "The order in `suggestion` does that: send it to POST /generations as it is."
_LAST: Final = ("tempo", "faster", "slower")
"""After the mood, which may move a tempo too."""


def changed(
    reading: Reading, card: EngineCard, wishes: Sequence[Wish], gone: Sequence[str]
) -> tuple[str, Brief | None]:
    """What to change, and the order, if there is one; gone: uploads it named that are no more."""
    draft = Draft(reading, card, reading.piece.job.brief)
    told = []
    for wish in sorted(wishes, key=lambda one: one.kind in _LAST):
        try:
            told.append(CHANGES[wish.kind](draft, wish))
        except Impossible as error:
            told.append(str(error))
    told = list(dict.fromkeys(told))
    if not draft.changed:
        return " ".join(told), None
    _without(draft, gone)
    try:
        brief = draft.finished()
    except Impossible as error:
        return " ".join([*told, str(error)]), None
    kept = "" if any(wish.kind == "different" for wish in wishes) else _keeps(draft)
    return " ".join([*told, *draft.remarks, f"{_SEND}{kept}"]), brief


def repeated(reading: Reading, card: EngineCard, gone: Sequence[str]) -> tuple[str, Brief | None]:
    """The very order, unless what it was made from is gone."""
    if gone:
        return f"First upload again what is no longer here ({len(gone)} of its files), and name the new ids.", None
    return "The order in `suggestion` is that very order.", Draft(reading, card, reading.piece.job.brief).finished()


def _keeps(draft: Draft) -> str:
    seed = draft.brief.seed
    return f" It keeps seed {seed}; the notes will be new all the same." if draft.reading.piece.composed else ""


def _without(draft: Draft, gone: Sequence[str]) -> None:
    """References that are no longer there would have the order refused."""
    liked = draft.options.get("like") or []
    left = [one for one in liked if one not in gone]
    if len(left) < len(liked):
        draft.take(like=left or None)
        draft.remarks.append(
            f"{len(liked) - len(left)} of its references are no longer here, so the order goes without them;"
            " upload them again to have them in."
        )
    elif gone:
        draft.remarks.append("What it plays is no longer here: upload it again, and put its new id into the order.")
