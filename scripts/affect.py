"""Hears how a piece feels from its notes alone: valence and arousal by a fixed linear formula of measured cues.

    python scripts/affect.py FILE.mid ... [--windows] [--labelled ZIP] [--json FILE]

The formula, its sources and what was chosen by us stand in `docs/decisions/003-how-affect-is-measured.md`. It was
frozen before the first piece was composed, and no code that composes may import it: a test sees to that. With
`--labelled` (a ZIP in VGMIDI's layout) a classifier fitted on labelled pieces answers beside it.
"""

import argparse
import json
import sys
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from modules.score.midi import read_midi
from modules.score.score import Note, Score, TimeSignature, Track
from modules.score.sustain import sustained
from modules.score.tempo import TICKS

Floats = npt.NDArray[np.float64]

VALENCE = {"mode": 0.55, "tempo": 0.18, "register": 0.12, "dynamics": -0.08, "articulation": 0.07}
AROUSAL = {"tempo": 0.30, "dynamics": 0.30, "density": 0.25, "articulation": 0.10, "register": 0.05}
"""What each cue adds; the absolute weights of either line sum to 1."""

MAJOR = (0.238, 0.006, 0.111, 0.006, 0.137, 0.094, 0.016, 0.214, 0.009, 0.080, 0.008, 0.081)
MINOR = (0.220, 0.006, 0.104, 0.123, 0.019, 0.103, 0.012, 0.214, 0.062, 0.022, 0.061, 0.052)
"""How often each degree sounds in major and in minor music, after Albrecht and Shanahan (2013)."""
TOGETHER = 0.03
"""Seconds within which notes count as struck at once."""


@dataclass(frozen=True)
class Cues:
    """What listeners go by, each from -1 to 1; 0 is an ordinary piece.

    mode: minor to major. tempo: 50 to 200 quarters a minute. density: 1 to 16 onsets a second. register: mean pitch C3
    to C5 and a half. dynamics: velocity 30 to 110. articulation: legato to staccato.
    """

    mode: float
    tempo: float
    density: float
    register: float
    dynamics: float
    articulation: float


def measure(score: Score) -> tuple[float, float]:
    """(valence, arousal), each from -1 to 1, of a whole piece."""
    return felt(cues(score))


def measure_windows(score: Score, bars: int = 8) -> list[tuple[int, float, float]]:
    """(first tick, valence, arousal) of every stretch of so many bars; a last one shorter than half of it is left
    out.
    """
    step = bars * bar_ticks(score)
    starts = range(0, max(score.end - step // 2, 1), step)
    windows = [(start, window(score, start, start + step)) for start in starts]
    return [(start, *measure(part)) for start, part in windows if part.note_count]


def felt(heard: Cues) -> tuple[float, float]:
    """The formula: valence and arousal of these cues."""
    valence = sum(weight * getattr(heard, cue) for cue, weight in VALENCE.items())
    arousal = sum(weight * getattr(heard, cue) for cue, weight in AROUSAL.items())
    return float(valence), float(arousal)


def cues(score: Score) -> Cues:
    """The cues of a piece; what cannot be told, as the register of drums alone, counts as ordinary."""
    notes = [note for track in score.tracks for note in track.notes]
    pitched = [note for track in score.tracks if not track.is_drum for note in track.notes]
    return Cues(
        mode=_clip(mode_difference(pitch_classes(pitched)) / 0.35),
        tempo=_clip(np.log2(tempo(score) / 100)),
        density=_clip(np.log2(max(onset_rate(score, notes), 1e-3) / 4) / 2),
        register=_clip((_mean([note.pitch for note in pitched], 63) - 63) / 15),
        dynamics=_clip((_mean([note.velocity for note in notes], 70) - 70) / 40),
        articulation=_clip((0.75 - length_ratio(score)) / 0.25),
    )


def tempo(score: Score) -> float:
    """Quarters a minute on average, by time: quarters from the first note to the last, over minutes."""
    notes = [note for track in score.tracks for note in track.notes]
    if not notes:
        return 100.0
    first, last = min(note.start for note in notes), max(note.end for note in notes)
    lasting = float(score.tempo_map.seconds(last) - score.tempo_map.seconds(first))
    return (last - first) / TICKS * 60 / lasting if lasting > 0 else 100.0


def onset_rate(score: Score, notes: list[Note]) -> float:
    """Moments a second at which something is struck, drums included."""
    if not notes:
        return 0.0
    times = np.sort(score.tempo_map.seconds([note.start for note in notes]))
    moments = 1 + int(np.sum(np.diff(times) > TOGETHER))
    return moments / max(float(score.tempo_map.seconds(max(note.end for note in notes)) - times[0]), 1e-3)


def pitch_classes(notes: list[Note]) -> Floats:
    """[12] ticks that each pitch class sounds."""
    table = np.array([(note.pitch % 12, note.end - note.start) for note in notes]).reshape(-1, 2)
    return np.bincount(table[:, 0].astype(int), weights=table[:, 1], minlength=12).astype(np.float64)


def key_strengths(histogram: Floats) -> Floats:
    """[2, 12] how well every major and minor key fits, as correlations."""
    rolled = np.array([[np.roll(profile, tonic) for tonic in range(12)] for profile in (MAJOR, MINOR)])
    centred, profiles = histogram - histogram.mean(), rolled - rolled.mean(axis=2, keepdims=True)
    norm = np.linalg.norm(profiles, axis=2) * np.linalg.norm(centred)
    strengths: Floats = profiles @ centred / np.maximum(norm, 1e-9)
    return strengths


def mode_difference(histogram: Floats) -> float:
    """How much better the best major key fits than the best minor one."""
    strengths = key_strengths(histogram)
    return float(strengths[0].max() - strengths[1].max())


def length_ratio(score: Score) -> float:
    """Mean share of the way to the track's next onset that a note sounds, pedal included: 1 is legato."""
    ratios = [_ratios(sustained(track)) for track in score.tracks if not track.is_drum]
    return _mean(np.concatenate(ratios) if ratios else [], 0.75)


def _ratios(track: Track) -> Floats:
    """Notes struck together share their next onset; what comes after a pause of two quarters says nothing."""
    table = np.array([(note.start, note.end) for note in track.notes], dtype=np.float64).reshape(-1, 2)
    onsets = np.unique(table[:, 0])
    chord = TICKS // 16
    onsets = onsets[np.concatenate([[True], np.diff(onsets) > chord])] if len(onsets) else onsets
    following = np.searchsorted(onsets, table[:, 0] + chord, side="right")
    known = following < len(onsets)
    gap = onsets[following[known]] - table[known, 0]
    near = gap <= 2 * TICKS
    ratios: Floats = np.minimum((table[known, 1] - table[known, 0])[near] / gap[near], 1.0)
    return ratios


def bar_ticks(score: Score) -> int:
    """The length of a bar at the beginning."""
    sign = score.time_signatures[0] if score.time_signatures else TimeSignature(0, 4, 4)
    return 4 * TICKS * sign.numerator // sign.denominator


def window(score: Score, start: int, end: int) -> Score:
    """The notes that begin between two ticks, where they are: an ear in the middle of the piece."""

    def inside(track: Track) -> Track:
        notes = tuple(note for note in track.notes if start <= note.start < end)
        controls = tuple(control for control in track.controls if start <= control.tick < end)
        return replace(track, notes=notes, controls=controls)

    return score.with_tracks(inside)


def _mean(values: npt.ArrayLike, otherwise: float) -> float:
    array = np.asarray(values, dtype=np.float64)
    return float(array.mean()) if array.size else otherwise


def _clip(value: float) -> float:
    return float(np.clip(value, -1, 1))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, help="MIDI files to hear")
    parser.add_argument("--windows", action="store_true", help="also every eight bars")
    parser.add_argument("--labelled", type=Path, metavar="ZIP", help="labelled pieces in VGMIDI's layout")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write what is printed there")
    asked = parser.parse_args()
    told: dict[str, object] = {str(path): _tell(path, asked.windows) for path in asked.files}
    if asked.labelled:
        from affect_listener import report

        told |= report(asked.labelled, asked.files)
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=1) + "\n")


def _tell(path: Path, windows: bool) -> dict[str, object]:
    score = read_midi(path.read_bytes())
    heard = cues(score)
    valence, arousal = felt(heard)
    print(f"{path.name}: valence {valence:+.2f}, arousal {arousal:+.2f}")
    print("   " + ", ".join(f"{field.name} {getattr(heard, field.name):+.2f}" for field in fields(heard)))
    rows = measure_windows(score) if windows else []
    for start, one, two in rows:
        print(f"   {float(score.tempo_map.seconds(start)):7.1f} s: valence {one:+.2f}, arousal {two:+.2f}")
    return {"valence": valence, "arousal": arousal, "windows": rows}


if __name__ == "__main__":
    main()
