"""An order as a whole: how long the piece is, and which part of each track is listened to; refusals name the field."""

from typing import Literal

from models.errors import Invalid
from models.generation import Brief
from modules.generation.engines.blend.options import LONGEST, SHORTEST, BlendOptions

Name = Literal["a", "b"]
_ALMOST = 0.5
"""Seconds that a track may lack at the end of the window without a word."""


class LengthOutside(Invalid):
    code = "blend.length_outside"
    title = "The length is out of reach"


class BehindTheEnd(Invalid):
    code = "blend.behind_the_end"
    title = "The part begins behind the end of the track"


class TooLittle(Invalid):
    code = "blend.too_little"
    title = "Too little to listen to"


def checked(brief: Brief) -> tuple[BlendOptions, float]:
    """The options of an order, and how many seconds it asks for."""
    options = BlendOptions.model_validate(brief.options)
    seconds = brief.seconds or options.end - options.start
    if not SHORTEST <= seconds <= LONGEST:
        raise LengthOutside(
            f"A blend of {seconds:g} seconds cannot be made.",
            field="seconds",
            next_step=f"Choose {SHORTEST:g} to {LONGEST:g} seconds.",
        )
    return options, seconds


def window_of(options: BlendOptions, name: Name, seconds: float) -> tuple[float, float]:
    """Where the part of a track that lasts so long begins and ends, both inside it."""
    if seconds < SHORTEST:
        raise TooLittle(
            f"Track {name} lasts only {seconds:.1f} seconds.",
            field=f"options.{name}",
            next_step=f"Send one of {SHORTEST:g} seconds at least; 16 or more make the better blend.",
        )
    if options.start >= seconds:
        raise BehindTheEnd(
            f"Track {name} ends at {seconds:.1f} seconds, before the start at {options.start:g}.",
            field="options.start",
            next_step=f"Choose a start before {max(seconds - SHORTEST, 0):.1f}.",
        )
    end = min(options.end, seconds)
    if end - options.start < SHORTEST:
        raise TooLittle(
            f"From {options.start:g} seconds on, track {name} has only {end - options.start:.1f} left.",
            field="options.start",
            next_step=f"Choose a start before {max(seconds - SHORTEST, 0):.1f}.",
        )
    return options.start, end


def remarks_of(options: BlendOptions, name: Name, window: tuple[float, float]) -> list[str]:
    """What a person should know about the window."""
    if window[1] >= options.end - _ALMOST:
        return []
    return [f"Track {name} ends at {window[1]:.1f} seconds: of the part up to {options.end:g}, that is what there is."]
