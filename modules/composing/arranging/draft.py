"""`draft`, the material of a piece by rule alone: where weights are missing or late, and as one more candidate."""

import numpy as np

from modules.composing.arranging.figures import accompaniment
from modules.composing.arranging.tune import melody
from modules.composing.arranging.voicing import ROOTS, close, nearest_tone
from modules.composing.bars import BRIDGE, DURATION, SLOT, Bars, Ints, tidy
from modules.composing.planning.plan import Plan


def draft(plan: Plan, rng: np.random.Generator) -> Bars:
    """The written bars of a plan (`plan.blank`) with melody, bridge and accompaniment."""
    sung = melody(plan, rng)
    parts = [sung, accompaniment(plan, rng)]
    if "counter" in plan.style.roles:
        parts.append(_answers(plan, sung))
    blank = plan.blank
    return Bars(tidy(np.concatenate(parts)), blank.lengths, blank.chords)


def _answers(plan: Plan, sung: Ints) -> Ints:
    """A second voice below the melody: it holds while the melody moves, and moves where the melody holds."""
    length, half = plan.metre.length, max(plan.metre.length // 2 // 4 * 4, 4)
    rows: list[tuple[int, int, int, int, int]] = []
    home = round(float(plan.wishes.register[0, BRIDGE]))
    for bar in range(plan.written):
        chords = plan.chords[plan.first[bar]]
        here = sung[sung[:, 0] == bar]
        for start in range(0, length, half):
            end = min(start + half, length)
            chord = int(chords[start // 4])
            last = _guide(home, chord, later=start > 0)
            held = here[(here[:, SLOT] >= start) & (here[:, SLOT] < end) & (here[:, DURATION] >= 6)]
            rows.append((bar, start, BRIDGE, last, min(4, end - start) if len(held) else end - start))
            if len(held) and start + 4 < end:
                turn = nearest_tone(last + 3, chord)
                rows += [(bar, start + 4, BRIDGE, turn, 2), (bar, start + 6, BRIDGE, last, end - start - 6)]
    found = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return found[found[:, DURATION] > 0]


def _guide(home: int, chord: int, *, later: bool) -> int:
    """The third of the chord near where the voice is at home, or later in the bar the tone above it."""
    tones = close(chord, home - 6)
    thirds = [tone for tone in tones if (tone - int(ROOTS[chord])) % 12 in (3, 4)]
    third = thirds[0] if thirds else nearest_tone(home, chord)
    return nearest_tone(third + 3, chord) if later else third
