"""`LiveComposer` writes the next bar of a stream: the same thread and mood give the same bar, wherever and whenever."""

from functools import cached_property
from pathlib import Path

import numpy as np

from models.live import LiveBar, LiveOrder
from models.mood import Point
from modules.composing.bars import Ints
from modules.composing.styles.catalogue import style_named
from modules.live.composing import harmony, pace, playing
from modules.live.composing.form import BARS, PHRASE, Place, cadences, place_of
from modules.live.composing.harmonising import harmonised
from modules.live.composing.likeness import Likeness
from modules.live.composing.material import Material, heard, material_for
from modules.live.composing.page import Rules, Scribe
from modules.live.composing.scene import METRE, Scene
from modules.live.composing.thread import MICROSECONDS, Theme, Thread

__all__ = ["LiveComposer", "Thread"]
_STIRRING = 0.04
"""Moods that differ by less sound the same."""
_RECENT = 4
"""Bars before that the next one goes on from."""
_FAR = 8
"""No cycle has more sections."""
_HUNDREDTHS = 100 * MICROSECONDS
_BEGIN, _THEME = 61, 62
"""Streams of chance."""


class LiveComposer:
    """weights: the folder of the composing network, opened at the first bar; without it bars are written by rule."""

    def __init__(self, weights: Path | None) -> None:
        self._weights = weights if weights is not None and (weights / "composer.safetensors").is_file() else None

    @property
    def by(self) -> str:
        """Who writes: `network` or `rules`."""
        return "rules" if self._weights is None else "network"

    @cached_property
    def _scribe(self) -> Scribe:
        if self._weights is None:
            return Rules()
        from modules.live.composing.networked import Networked  # noqa: PLC0415  (what only workers have installed)

        return Networked(self._weights)

    def begin(self, order: LiveOrder, seed: int, likeness: Likeness | None = None) -> Thread:
        """The thread before the first bar."""
        style = style_named(order.style)
        mood = Point(order.valence, order.arousal)
        tempo = pace.tempo_for(style, order.tempo, mood.arousal, likeness)
        shift = int(np.random.default_rng((seed, _BEGIN)).integers(-5, 7))
        return Thread(
            seed=seed,
            style=order.style,
            tempo=tempo,
            asked_tempo=order.tempo,
            valence=mood.valence,
            arousal=mood.arousal,
            shift=shift,
            mode=harmony.mode_for(mood),
            likeness=likeness,
        )

    def write(self, thread: Thread, mood: Point) -> tuple[LiveBar, Thread]:
        """Bar number `thread.index` under a mood, and the thread after it."""
        scene, thread = _scene(thread, mood)
        theme = self._theme(scene)
        kin = _kin(scene)
        material = material_for(scene, theme, kin, self._scribe)
        bar = _bar(scene, material, thread, mood)
        return bar, _after(scene, thread.model_copy(update={"sounded": _sounded(scene, bar)}), theme, material)

    def _theme(self, scene: Scene) -> Theme:
        known = scene.before.themes.get(scene.place.letter)
        if known is not None:
            return known
        rng = np.random.default_rng((scene.before.seed, _THEME, scene.before.section))
        return Theme(phrase=self._scribe.phrase(scene, rng))


def _scene(thread: Thread, asked: Point) -> tuple[Scene, Thread]:
    """What is decided before the notes, and the thread with the section's decisions."""
    style = style_named(thread.style)
    mood = asked if max(abs(asked[0] - thread.valence), abs(asked[1] - thread.arousal)) > _STIRRING else thread.mood
    place = place_of(style.form, thread.section, thread.place)
    thread = thread.model_copy(update={"valence": mood.valence, "arousal": mood.arousal})
    thread = harmonised(thread, place)
    scene = Scene(
        before=thread,
        style=style,
        place=place,
        chords=_around(thread, place),
        mode=thread.mode,
        shift=thread.shift,
        mood=mood,
        quarter=pace.quarter_after(thread, style, mood.arousal),
    )
    return scene, thread


def _around(thread: Thread, place: Place) -> Ints:
    """[6, 4] nothing, the phrase, and the first bar after it; a new section is thought to begin with its tonic."""
    start = place.bar - place.in_phrase
    phrase = [list(one) for one in thread.chords[start : start + PHRASE]]
    following = thread.chords[start + PHRASE] if start + PHRASE < BARS else (harmony.tonic(thread.mode),) * 4
    return np.array([[0] * 4, *phrase, list(following)], dtype=np.int64)


def _kin(scene: Scene) -> Theme | None:
    """The theme that a later one of the same cycle is related to."""
    if scene.place.kind == "A":
        return None
    first = place_of(scene.style.form, scene.before.section - _step(scene), 0)
    return scene.before.themes.get(first.letter)


def _step(scene: Scene) -> int:
    step = 0
    while place_of(scene.style.form, scene.before.section - step, 0).kind != "A":
        step += 1
    return step


def _bar(scene: Scene, material: Material, thread: Thread, asked: Point) -> LiveBar:
    place = scene.place
    programs = _programs(scene, thread)
    closing = place.in_phrase >= PHRASE - 2
    return LiveBar(
        index=thread.index,
        at=thread.at,
        seconds=scene.micros / MICROSECONDS,
        tempo=scene.tempo,
        metre=METRE.name,
        key=scene.key.name,
        section=place.letter + "'" * thread.variant,
        phrase_bar=place.in_phrase,
        phrase_bars=PHRASE,
        cadence=cadences(place, thread.variant)[place.bar // PHRASE] if closing else None,
        valence=asked[0],
        arousal=asked[1],
        intensity=scene.intensity,
        chords=playing.chords_of(scene),
        tracks=playing.tracks_of(scene, material, programs),
    )


def _sounded(scene: Scene, bar: LiveBar) -> tuple[int, ...]:
    """How long each pitch class has sounded in this section, in hundredths of a quarter, in C major or A minor."""
    tones = list(scene.before.sounded)
    for track in bar.tracks:
        for note in track.notes if not track.drums else ():
            tones[(note.pitch - scene.shift) % len(tones)] += round(
                (note.end - note.start) * _HUNDREDTHS / scene.quarter
            )
    return tuple(tones)


def _programs(scene: Scene, thread: Thread) -> dict[str, int]:
    return dict(thread.programs) if scene.place.bar and thread.programs else playing.programs_for(scene)


def _after(scene: Scene, thread: Thread, theme: Theme, material: Material) -> Thread:
    """The thread after the bar."""
    place = scene.place
    known = list(theme.bars)
    known[place.bar : place.bar + 1] = [material.origin]
    themes = {letter: one for letter, one in thread.themes.items() if _in_use(scene, letter)}
    themes[place.letter] = theme.model_copy(update={"bars": tuple(known)})
    changes = {
        "index": thread.index + 1,
        "micros": thread.micros + scene.micros,
        "tempo": scene.tempo,
        "intensity": scene.intensity,
        "programs": _programs(scene, thread),
        "themes": themes,
        "recent": (*thread.recent, heard(scene, material))[-_RECENT:],
        "place": place.bar + 1,
    }
    return thread.model_copy(update=changes | (_next_section(scene, thread) if place.closes_section else {}))


def _in_use(scene: Scene, letter: str) -> bool:
    """Whether a theme belongs to the cycle that is being played."""
    form, section = scene.style.form, scene.before.section
    near = [place_of(form, other, 0) for other in range(max(section - _FAR, 0), section + _FAR)]
    return any(one.letter == letter and one.cycle == scene.place.cycle for one in near)


def _next_section(scene: Scene, thread: Thread) -> dict[str, object]:
    following = place_of(scene.style.form, thread.section + 1, 0)
    before = [place_of(scene.style.form, one, 0) for one in range(max(thread.section - _FAR, 0), thread.section + 1)]
    variant = sum(one.letter == following.letter for one in before)
    shift = thread.shift
    if following.cycle != scene.place.cycle:
        shift = harmony.next_shift(shift, (thread.seed,), scene.place.cycle)
    return {"section": thread.section + 1, "place": 0, "variant": variant, "shift": shift}
