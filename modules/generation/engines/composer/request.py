"""From an order to what the planner is asked; refuses what cannot all be true before anybody waits for it."""

from typing import Final

from models.errors import Invalid, TooLarge
from models.generation import Brief
from models.mood import Mood
from modules.composing.planning.key import read_key
from modules.composing.planning.length import measure_out
from modules.composing.planning.metre import METRES, read_metre
from modules.composing.planning.mood_path import MoodPath
from modules.composing.planning.pace import settled, tempo_curve
from modules.composing.planning.planner import NEUTRAL
from modules.composing.planning.request import PlanRequest
from modules.composing.styles.catalogue import DEFAULT, STYLES
from modules.generation.engines.composer.options import AUTO, ComposerOptions, PathPoint
from modules.score.tempo import TempoMap

MOST_SOUNDING: Final = 2 * 3600.0
"""Seconds of music that one order may render."""


class TwoBeginnings(Invalid):
    code = "composer.two_beginnings"
    title = "Two moods for the beginning"


class TooMuchToCompose(TooLarge):
    code = "composer.too_much"
    title = "Too much for one order"


def request_of(brief: Brief, options: ComposerOptions) -> PlanRequest:
    """Raises an Invalid that names the field of the order."""
    mood = _path(brief.mood, options.path)
    return PlanRequest(
        mood=mood,
        style=STYLES[options.style] if options.style not in (None, AUTO) else None,
        key=read_key(options.key) if options.key != AUTO else None,
        metre=read_metre(options.metre) if options.metre != AUTO else None,
        tempo=options.bpm,
        seconds=brief.seconds or _end_of(mood, options.bars),
        bars=options.bars,
        loop=options.loop,
    )


def length_of(request: PlanRequest) -> float:
    """Seconds of one song. Raises LengthsDisagree and LengthOutside, naming the field of the order."""
    style = request.style or STYLES[DEFAULT]
    metre = request.metre or METRES["4/4"]
    try:
        length = measure_out(settled(request), metre, tempo_curve(style, request.mood or NEUTRAL))
    except Invalid as error:
        if error.field == "bars":
            error.field = "options.bars"
        raise
    return float(TempoMap(length.tempos).seconds(length.end))


def checked(brief: Brief) -> tuple[ComposerOptions, PlanRequest, float]:
    """The options of an order, what they ask of the planner, and the seconds of each song."""
    options = ComposerOptions.model_validate(brief.options)
    request = request_of(brief, options)
    seconds = length_of(request)
    if options.sounds != "none" and seconds * options.count > MOST_SOUNDING:
        raise TooMuchToCompose(
            f"{options.count} songs of {seconds:,.0f} seconds are more sound than one order may ask for.",
            field="options.count",
            next_step=f"Order at most {MOST_SOUNDING / 3600:.0f} hours of music at once, or say sounds: none.",
        )
    return options, request, seconds


def _end_of(mood: MoodPath | None, bars: int | None) -> float | None:
    """A path in seconds says how long the piece is, where nothing else does."""
    return mood.moments[-1].at if mood and mood.in_seconds and bars is None else None


def _path(mood: Mood | None, points: list[PathPoint]) -> MoodPath | None:
    if not points:
        return None if mood is None else MoodPath.steady(mood.valence, mood.arousal)
    along = [(point.at, point.valence, point.arousal) for point in points]
    if mood is not None:
        if along[0][0] == 0 and along[0][1:] != (mood.valence, mood.arousal):
            raise TwoBeginnings(
                "The order's mood and the first point of the path disagree about the beginning.",
                field="options.path",
                next_step="Leave out the mood, or the point at 0.",
            )
        along = along if along[0][0] == 0 else [(0.0, mood.valence, mood.arousal), *along]
    return MoodPath.through(along, in_seconds=along[-1][0] > 1)
