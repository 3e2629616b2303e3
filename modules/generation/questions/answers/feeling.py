"""Answers about the mood."""

from modules.generation.questions.answers.saying import clock, feeling, number, point
from modules.generation.questions.piece import Reading

_HONEST = "Whether it feels like that to you, only you can say: the record knows what was asked for."


def mood(reading: Reading) -> str:
    if not reading.piece.composed:
        return (
            "No mood went into it: the notes are those of the MIDI file, and the record says nothing of how they feel."
        )
    begins, ends = reading.get("result/mood/begins"), reading.get("result/mood/ends")
    path = reading.get("options/path") or []
    if path:
        return f"It goes along a path of moods: {_along(path)}. {_HONEST}"
    asked = reading.get("mood")
    if asked is None:
        if reading.piece.referenced:
            return "No mood was asked for: tempo and mode follow your references; what those felt, it cannot know."
        return f"No mood was asked for, so it is neutral, valence and arousal 0. {_HONEST}"
    said = f"It was ordered {asked['label']}: {point([asked['valence'], asked['arousal']])}"
    if begins and ends and begins == ends:
        said += ", from the first bar to the last"
    sources = {"named": "as a word", "pointed": "as a point of the circle"}
    how = sources.get(asked.get("source", ""), f"as heard or seen by {asked.get('source')}")
    return f"{said}. The mood was given {how}. {_HONEST}"


def _along(path: list[dict[str, float]]) -> str:
    """Moments are shares of the piece, or seconds if any is later than 1."""
    in_seconds = path[-1]["at"] > 1
    return ", then ".join(
        f"{feeling([one['valence'], one['arousal']])} ({point([one['valence'], one['arousal']])}) at "
        + (clock(one["at"]) if in_seconds else f"{number(100 * one['at'])} %")
        for one in path
    )
