"""Two tracks that were listened to become one score."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.composing.arranging.mending import mended
from modules.composing.arranging.voicing import nearest_tone
from modules.composing.bars import ACCOMPANIMENT, MELODY, Bars, silence
from modules.composing.network import Composer
from modules.composing.one_thread import one_thread
from modules.composing.performing.holding import to_the_end
from modules.composing.performing.performer import perform
from modules.composing.planning.plan import Plan
from modules.generation.engines.blend.options import BlendOptions
from modules.generation.engines.blend.symbolic import planning, writing
from modules.generation.engines.blend.symbolic.band import Band, band_of, blended
from modules.generation.engines.blend.symbolic.excerpts import excerpt
from modules.generation.engines.blend.symbolic.listening import Track
from modules.generation.engines.blend.symbolic.meeting import Meeting, Shares, meet
from modules.generation.engines.blend.symbolic.pattern import Pattern, pattern
from modules.generation.engines.blend.symbolic.playing import arranged, style_of
from modules.generation.engines.blend.symbolic.writing import Sources, Writer
from modules.generation.progress import Progress
from modules.score.score import Score

_PATTERN, _ARRANGE, _PERFORM = 41, 42, 43
"""Streams of chance, beside the order's seed."""
_HIGH: Final = {MELODY: 72, ACCOMPANIMENT: 57}


@dataclass(frozen=True, eq=False)
class Blended:
    """A finished piece, still without sound. bands: of either track, and the one that plays."""

    plan: Plan
    score: Score
    meeting: Meeting
    shares: Shares
    bands: tuple[Band, Band, Band]


def blend(
    tracks: tuple[Track, Track],
    options: BlendOptions,
    seconds: float,
    seed: int,
    composer: Composer,
    progress: Progress,
) -> Blended:
    """The same tracks, options and seed give the same score."""
    a, b = tracks
    progress.at(0.0, "bringing both together")
    shares = Shares.of(options)
    meeting = meet(excerpt(a), excerpt(b), (a.score is None, b.score is None), shares)
    frame = planning.framed(meeting, seconds)
    sources = _sources(meeting, frame)
    rhythm = pattern(sources.a, sources.b, shares, np.random.default_rng((seed, _PATTERN)))
    mood = _mood(a, b, shares.whole)
    wished = writing.wishes(sources, rhythm, meeting, shares, mood)
    chords = planning.cadenced(rhythm.chords, frame, meeting.key.mode, -(-meeting.metre.length // 4))
    bands = _bands(a, b, shares)
    plan = planning.planned(meeting, frame, style_of(bands[2], rhythm), chords, mood, wished)
    material = _material(plan, sources, rhythm, Writer(composer, shares, seed), progress)
    progress.at(0.9, "arranging")
    arrangement = arranged(plan, material, bands[2], rhythm, np.random.default_rng((seed, _ARRANGE)))
    score = perform(plan, arrangement, np.random.default_rng((seed, _PERFORM)))
    return Blended(plan, to_the_end(score, plan.end), meeting, shares, bands)


def _sources(meeting: Meeting, frame: planning.Frame) -> Sources:
    numbers = [planning.sources(frame, len(theme.bars)) for theme in (meeting.a, meeting.b)]
    away = np.zeros(frame.written)
    for passage, same in zip(frame.returns.passages, planning.again(frame, *numbers), strict=True):
        away[passage.start : passage.start + passage.bars] = float(same)
    return Sources(meeting.a.window(numbers[0]), meeting.b.window(numbers[1]), away)


def _mood(a: Track, b: Track, share: float) -> tuple[float, float]:
    one, two = a.heard.character, b.heard.character
    valence = (1 - share) * one.valence + share * two.valence
    arousal = (1 - share) * one.arousal + share * two.arousal
    return float(np.clip(valence, -1, 1)), float(np.clip(arousal, -1, 1))


def _bands(a: Track, b: Track, shares: Shares) -> tuple[Band, Band, Band]:
    one, two = band_of(a), band_of(b)
    by_role = {"melody": shares.melody, "chords": shares.harmony, "bass": shares.harmony, "drums": shares.rhythm}
    return one, two, blended(one, two, by_role | {"pad": shares.whole})


def _material(plan: Plan, sources: Sources, rhythm: Pattern, writer: Writer, progress: Progress) -> Bars:
    """The best of several drafts, in rhythm and in harmony."""
    progress.at(0.05, "blending")
    with one_thread():
        starts = writer.blended(sources, plan.wishes)
        drafts = writer.drafts(plan, starts, progress.part(0.2, 0.9))
    blank, shares = plan.blank, writer.shares
    histogram = (1 - shares.harmony) * writing.histogram_of(sources.a)
    histogram = histogram + shares.harmony * writing.histogram_of(sources.b)
    nothing = silence(blank.lengths, blank.chords)

    def known(bar: int, part: int) -> int:
        return nearest_tone(_HIGH[part], int(blank.chords[bar, 0]))

    found = [mended(plan, writing.in_rhythm(draft, rhythm, known), nothing) for draft in drafts]
    return min(found, key=lambda one: writing.cost(one[0], one[1], plan.wishes, histogram))[0]
