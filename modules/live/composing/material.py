"""What a bar is made of: its theme's own bar where that returns, else a new one, the best of several drafts."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.composing.arranging.mending import mended
from modules.composing.arranging.singable import sung
from modules.composing.arranging.unfolding import unfold
from modules.composing.arranging.voicing import BEND, NEAREST, fold
from modules.composing.bars import ACCOMPANIMENT, BAR, BRIDGE, DURATION, MELODY, PART, PITCH, SLOT, Bars, Ints, tidy
from modules.live.composing.page import Page, Scribe, by_rule
from modules.live.composing.scene import ORIGIN, Scene, notes_of, rows_of
from modules.live.composing.thread import Theme, Writing

_LIVELIER: Final = 0.22
"""A theme that returns in a mood so much more awake is given a new accompaniment; `_ANOTHER`: is written anew."""
_ANOTHER: Final = 0.7
_CALMER: Final = 0.6
"""In one so much calmer too: what thinning leaves of a wild bar is no music."""
_COLOUR: Final = 6.0
"""How much it costs that with a draft the section would stray from its colour."""
_LEAP: Final = 7
_HELD: Final = 3
_BREATHES_FROM: Final = 11
"""Where a phrase ends, its melody begins no note from this sixteenth on."""
_PLAYERS: Final = {MELODY: "melody", BRIDGE: "counter"}


@dataclass(frozen=True)
class Material:
    """origin: the bar as it stands in its theme. rows: [notes, 5] of that bar, numbered as the plan's origin."""

    origin: Writing
    rows: Ints


def material_for(scene: Scene, theme: Theme, kin: Theme | None, scribe: Scribe) -> Material:
    """The bar's notes and where they come from."""
    known = _known(scene, theme)
    if known is None:
        return _written(Page(scene, theme, kin), scribe)
    livelier = scene.mood.arousal - known.arousal
    if livelier > _ANOTHER or livelier < -_ANOTHER - _CALMER:
        return _written(Page(scene, theme, kin), scribe)
    if livelier > _LIVELIER or livelier < -_CALMER:
        return _written(Page(scene, theme, kin, _melody_here(scene, known)), scribe)
    return Material(known, rows_of(known.notes, ORIGIN))


def _known(scene: Scene, theme: Theme) -> Writing | None:
    """The bar of the theme that is heard again here; the second phrase takes up the first."""
    bar = scene.place.bar
    if bar < len(theme.bars):
        return theme.bars[bar]
    model = scene.place.model
    return theme.bars[model] if model is not None and model < len(theme.bars) else None


def _melody_here(scene: Scene, known: Writing) -> Ints:
    """The known melody over the chords of this bar."""
    plan = scene.plan(known)
    rows = rows_of(known.notes, ORIGIN)
    notes = unfold(plan, Bars(rows[rows[:, PART] == MELODY], plan.blank.lengths, plan.blank.chords))
    here: Ints = notes[notes[:, BAR] == scene.bar]
    return here


def _written(page: Page, scribe: Scribe) -> Material:
    scene = page.scene
    finished = [_finished(page, draft) for draft in scribe.write(page)]
    rows, _ = min(finished, key=lambda one: one[1])
    valence, arousal = scene.mood
    origin = Writing(notes=notes_of(rows), chords=scene.here, mode=scene.mode, valence=valence, arousal=arousal)
    return Material(origin, rows_of(origin.notes, ORIGIN))


def _finished(page: Page, rows: Ints) -> tuple[Ints, float]:
    """A draft, mended and made easy to sing, and what is still to be said against it."""
    scene = page.scene
    plan = scene.alone
    fallback = by_rule(scene) if _hollow(rows) else rows[:0]
    bars, moved = mended(plan, scene.bars_of(tidy(rows)), scene.bars_of(tidy(fallback)))
    rows = _in_reach(scene, _bent(scene, bars.notes))
    rows = _at_rest(scene, rows) if scene.place.closes_phrase else rows
    if page.given is None:
        rows = _sung(scene, rows)
    return tidy(rows), 1.5 * moved + _awkward(scene, rows) + _COLOUR * scene.heard.strays_with(rows)


def _bent(scene: Scene, rows: Ints) -> Ints:
    """What the melody holds goes with the chord's own form of a step: G sharp, not G, over E major."""
    held = (rows[:, PART] == MELODY) & (rows[:, DURATION] >= _HELD)
    chord = np.array(scene.here)[np.minimum(rows[:, SLOT] // 4, 3)]
    bent = rows.copy()
    bent[:, PITCH] += np.where(held, BEND[chord, rows[:, PITCH] % 12], 0)
    return bent


def _hollow(rows: Ints) -> bool:
    return len(np.unique(rows[np.isin(rows[:, PART], (MELODY, ACCOMPANIMENT)), PART])) < 2


def _last(scene: Scene) -> int | None:
    """Where the melody was last, in C major or A minor."""
    for one in reversed(scene.before.recent):
        tune = [(slot, pitch) for slot, part, pitch, _ in one.notes if part == MELODY]
        if tune:
            return max(tune)[1]
    return None


def _sung(scene: Scene, rows: Ints) -> Ints:
    """As a line that goes on from where the melody was."""
    last = _last(scene)
    if last is None:
        return sung(scene.alone, rows)
    before = np.array([[scene.bar - 1, 15, MELODY, last, 16]])
    both = sung(scene.alone, np.concatenate([before, rows]))
    return both[1:]


def _in_reach(scene: Scene, rows: Ints) -> Ints:
    """Melody and second voice within what their players reach, the melody not too far from where it was."""
    rows = rows.copy()
    for part, role in _PLAYERS.items():
        player = next((one for one in scene.style.players if one.role == role), None)
        mine = rows[:, PART] == part
        if player is None or not mine.any():
            continue
        low, high = player.low - scene.shift, player.high - scene.shift
        if part == MELODY and (last := _last(scene)) is not None:
            first = int(rows[mine][np.argmin(rows[mine, SLOT]), PITCH])
            wanted = float(scene.wishes.register[scene.bar, MELODY])
            rows[mine, PITCH] += _octave(first, last, float(rows[mine, PITCH].mean()), wanted)
        rows[mine, PITCH] = fold(rows[mine, PITCH], low, high)
    return rows


def _octave(first: int, last: int, mean: float, wanted: float) -> int:
    """The octave that brings the line nearest to where it was and where it is wished."""
    return min((0, -12, 12), key=lambda by: max(abs(first + by - last) - _LEAP, 0) + 0.7 * abs(mean + by - wanted))


def _at_rest(scene: Scene, rows: Ints) -> Ints:
    """The melody ends its phrase on a tone of the chord, held, and breathes."""
    tune = rows[:, PART] == MELODY
    rows = rows[~(tune & (rows[:, SLOT] >= _BREATHES_FROM))].copy()
    ends = np.flatnonzero(rows[:, PART] == MELODY)
    if not len(ends):
        return rows
    last = int(ends[np.argmax(rows[ends, SLOT])])
    slot, pitch = int(rows[last, SLOT]), int(rows[last, PITCH])
    rows[last, DURATION] = max(int(rows[last, DURATION]), min(6, 14 - slot))
    rows[last, PITCH] = pitch + int(NEAREST[scene.here[slot // 4], pitch % 12])
    return rows


def _awkward(scene: Scene, rows: Ints) -> float:
    """How far from what was wished, and how hard to sing."""
    wished = scene.wishes.density[scene.bar]
    cost = 0.0
    for part, weight in ((MELODY, 0.8), (ACCOMPANIMENT, 0.5)):
        onsets = len(np.unique(rows[rows[:, PART] == part, SLOT]))
        cost += weight * abs(float(np.log2((onsets + 1) / (wished[part] + 1))))
    tune = rows[rows[:, PART] == MELODY]
    line = tune[np.argsort(tune[:, SLOT], kind="stable"), PITCH]
    last = _last(scene)
    steps = np.abs(np.diff(line if last is None else np.concatenate([[last], line])))
    if not len(steps):
        return cost + 1.0
    off = abs(float(line.mean()) - float(scene.wishes.register[scene.bar, MELODY])) / 12 if len(line) else 1.0
    return cost + 2.0 * float(np.mean(steps > _LEAP + 2)) + max(float(np.mean(steps == 0)) - 0.4, 0) + 0.5 * off


def heard(scene: Scene, material: Material) -> Writing:
    """The bar as it is heard here, before anybody arranges it: what the network is told of it later."""
    plan = scene.plan(material.origin)
    notes = unfold(plan, Bars(material.rows, plan.blank.lengths, plan.blank.chords))
    rows = tidy(notes[notes[:, BAR] == scene.bar])
    valence, arousal = scene.mood
    return Writing(notes=notes_of(rows), chords=scene.here, mode=scene.mode, valence=valence, arousal=arousal)
