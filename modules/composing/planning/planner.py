"""`plan` decides a piece: length and tempo, form, moods along it, key, chords, intensity and wishes, in this order."""

from typing import Final

import numpy as np

from modules.composing import tonality
from modules.composing.bars import Floats, Ints
from modules.composing.planning import form
from modules.composing.planning.form import Section
from modules.composing.planning.harmony import Tonality, harmonise
from modules.composing.planning.intensity import intensity
from modules.composing.planning.key import Key
from modules.composing.planning.length import Length, measure_out
from modules.composing.planning.metre import METRES, Metre
from modules.composing.planning.mood_path import MoodPath
from modules.composing.planning.pace import settled, tempo_curve
from modules.composing.planning.plan import Plan
from modules.composing.planning.request import PlanRequest
from modules.composing.planning.returns import returns, steps
from modules.composing.planning.wishes import wishes
from modules.composing.styles.catalogue import DEFAULT, STYLES
from modules.composing.styles.style import Style
from modules.score.tempo import TempoMap

NEUTRAL: Final = MoodPath.steady(0.0, 0.0)
_TILT: Final = 0.18
"""Fast music sounds more pleasant than the same notes slow; the colour of the chords makes up for it."""
_CONTRAST: Final = 0.2
"""How clearly the mood must ask for the other mode before a section moves there."""
_RISE: Final = 2
"""Semitones that the last return is higher, where a piece may modulate."""


def plan(request: PlanRequest, rng: np.random.Generator) -> Plan:
    """The plan of one piece; the same request and the same state of the generator give the same plan."""
    style, mood = request.style or STYLES[DEFAULT], request.mood or NEUTRAL
    metre = request.metre or METRES["4/4"]
    length = measure_out(settled(request), metre, tempo_curve(style, mood))
    parts = form.sections(length.bars, style.form, loop=request.loop)
    phrases = form.phrases(parts, loop=request.loop)
    moods = _moods(mood, length, metre)
    key, wanted = _tonality(request, parts, moods, style, rng)
    chords = harmonise(parts, phrases, metre, wanted, rng)
    passages, source, first = returns(parts)
    modes = np.repeat(np.array(wanted.modes), [part.bars for part in parts])
    shifts = _shifts(key, parts, modulate=request.modulate and not request.loop)
    energy = intensity(parts, moods[:, 1])
    tempo = _tempo_of_bars(length, metre)[first]
    frame = (modes[first], shifts[first], metre.length / 16)
    return Plan(
        style=style,
        key=key,
        metre=metre,
        tempos=length.tempos,
        end=length.end,
        loop=request.loop,
        sections=parts,
        phrases=phrases,
        chords=chords,
        modes=modes,
        shifts=shifts,
        source=source,
        first=first,
        steps=steps(modes, modes[first][source]),
        moods=moods,
        intensity=energy,
        passages=passages,
        wishes=wishes(style, moods[first], tempo, energy[first], frame),
    )


def _moods(mood: MoodPath, length: Length, metre: Metre) -> Floats:
    """[bars, 2] valence and arousal in the middle of every bar."""
    tempo_map = TempoMap(length.tempos)
    seconds = float(tempo_map.seconds(length.end))
    middles = tempo_map.seconds((np.arange(length.bars) + 0.5) * metre.ticks)
    return np.stack(mood.along(middles / seconds, seconds), axis=1)


def _tonality(
    request: PlanRequest, parts: tuple[Section, ...], moods: Floats, style: Style, rng: np.random.Generator
) -> tuple[Key, Tonality]:
    """The key, and the mode and colour of every section: constant, unless the mood moves far enough."""
    pleasant = moods[:, 0] - _TILT * moods[:, 1]
    means = [float(pleasant[part.start : part.end].mean()) for part in parts]
    prevailing = tonality.MAJOR if float(pleasant.mean()) >= 0 else tonality.MINOR
    drawn = Key(int(rng.integers(12)), prevailing)
    key = request.key or drawn
    moves = request.mood is not None and request.mood.moves
    modes = [_mode(mean, key.mode) if moves else key.mode for mean in means]
    colours = [_colour(mean, mode) for mean, mode in zip(means, modes, strict=True)]
    return key, Tonality(key.mode, tuple(modes), tuple(colours), style.sevenths, style.natural)


def _mode(pleasant: float, mode: int) -> int:
    if abs(pleasant) < _CONTRAST:
        return mode
    return tonality.MAJOR if pleasant > 0 else tonality.MINOR


def _colour(pleasant: float, mode: int) -> float:
    """1 is the brightest of its mode: half of the circle for each."""
    inside = 2 * pleasant - 1 if mode == tonality.MAJOR else 2 * pleasant + 1
    return float(np.clip(inside, -1, 1))


def _shifts(key: Key, parts: tuple[Section, ...], *, modulate: bool) -> Ints:
    """[bars] semitones from C major or A minor; a piece that may modulate ends a tone higher than it began."""
    shifts = np.full(parts[-1].end, key.shift, dtype=np.int64)
    tops = [part for part in parts if part.letter == "B"] or [part for part in parts if part.letter == "A"]
    if modulate and len(parts) > 4:
        shifts[tops[-1].start :] += _RISE
    return shifts


def _tempo_of_bars(length: Length, metre: Metre) -> Floats:
    lines = TempoMap(length.tempos).seconds(np.arange(length.bars + 1) * metre.ticks)
    return np.asarray(60 * metre.quarters / np.diff(lines))
