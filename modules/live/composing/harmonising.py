"""The chords of a stream's section as it goes: planned where it begins, changed where the mood or the sound strays."""

from typing import Final

import numpy as np

from modules.composing.styles.catalogue import style_named
from modules.live.composing import harmony
from modules.live.composing.ear import sounds_of
from modules.live.composing.form import BARS, PHRASE, Place
from modules.live.composing.heard import Heard
from modules.live.composing.thread import Quarters, Thread

_MOVED: Final = 0.035
"""How far the colour that a mood wants may go from the planned one before the rest of the section is planned anew."""
_STRAYED: Final = 0.03
"""How far a section may come out from the colour of its moods before that is."""
_PITCH_CLASSES: Final = 12


def harmonised(thread: Thread, place: Place) -> Thread:
    """The thread with chords to the end of its section, and what its next bar is meant to sound like."""
    mood = thread.mood
    mode = thread.mode if place.in_phrase else harmony.mode_for(mood, place.bar // PHRASE)
    ahead = mode if place.bar >= PHRASE else harmony.mode_for(mood)
    colour = harmony.colour_for(mood)
    empty = {"sounded": (0,) * _PITCH_CLASSES, "chords": ()} if place.bar == 0 else {}
    meant = (thread.meant if place.bar else 0.0) + colour
    thread = thread.model_copy(update=empty | {"mode": mode, "meant": meant})
    heard = heard_in(thread, place)
    if _as_planned(thread, place, colour) and heard.strays <= _STRAYED:
        return thread
    style = style_named(thread.style)
    chosen = harmony.chords_for(style, thread.seed, place, thread.variant, ((mode, ahead), mood), heard)
    if place.last_of_cycle:
        step = harmony.next_shift(thread.shift, (thread.seed,), place.cycle) - thread.shift
        chosen[-1, 2:] = harmony.leading_to(step, ahead)
    chords = (*thread.chords[: place.bar], *map(_quarters, chosen.tolist()))
    return thread.model_copy(update={"chords": chords, "ahead": ahead, "colour": colour})


def _as_planned(thread: Thread, place: Place, colour: float) -> bool:
    """Whether the mood still wants what was planned."""
    same_mode = place.in_phrase or thread.mode == thread.ahead
    return place.bar > 0 and bool(same_mode) and abs(colour - thread.colour) < _MOVED


def heard_in(thread: Thread, place: Place) -> Heard:
    """A section before one of its bars, which `thread.meant` counts already; those that follow are thought to be in the
    same mood.
    """
    style = style_named(thread.style)
    theme = thread.themes.get(place.letter)
    before = [one.chords for one in theme.bars] if theme is not None else []
    planned = np.array(thread.chords, dtype=np.int64).reshape(-1, 4)
    letter = np.concatenate([np.array(before, dtype=np.int64).reshape(-1, 4), planned[len(before) :]])
    return Heard(
        bar=place.bar,
        sounded=np.array(thread.sounded, dtype=np.float64),
        planned=planned,
        letter=letter,
        aim=(thread.meant + harmony.colour_for(thread.mood) * (BARS - 1 - place.bar)) / BARS,
        sounds=sounds_of(style),
        accompanied="bass" in style.roles,
    )


def _quarters(chords: list[int]) -> Quarters:
    first, second, third, fourth = chords
    return first, second, third, fourth
