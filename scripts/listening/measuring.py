"""What was heard held against what is known of a song."""

import mir_eval
import numpy as np

from listening.songs import Floats, Known, pedalled
from modules.composing import chords as harmony
from modules.hearing.heard import Heard
from modules.hearing.posteriors import Posteriors, Transcriber
from modules.hearing.sound import FRAMES_A_SECOND, sound_of

OCTAVES = (1.0, 2.0, 0.5, 3.0, 1 / 3)
CLOSE = 0.02
AROUND = 0.05
MIR_NAMES = {"sus": "sus4"}


def compared(song: Known, heard: Heard) -> dict[str, float]:
    """Tempo, key, beats, bars, metre, chords and melody."""
    ratio = heard.time.tempo / song.tempo if heard.time.tempo else 0.0
    key = heard.key
    named = f"{harmony.ROOTS[key.tonic]}:{key.mode[:3]}" if key else "N"
    count = float(np.median(np.diff(np.flatnonzero(song.beats[:, 1] > 0))))
    down = heard.time.beats[heard.time.downbeats] if len(heard.time.beats) else np.zeros(0)
    majmin, sevenths = chords_right(song, heard)
    return {
        "tempo.octave_tolerant": float(any(abs(ratio / octave - 1) < CLOSE for octave in OCTAVES)),
        "tempo.strict": float(abs(ratio - 1) < CLOSE),
        "key": float(_same_key(named, song.key)),
        "beats.f1": beats_f1(song.beats[:, 0], heard.time.beats),
        "downbeats.f1": beats_f1(song.beats[song.beats[:, 1] > 0, 0], down),
        "metre": float(heard.time.count == count),
        "chords.majmin": majmin,
        "chords.sevenths": sevenths,
        "melody.f1": melody_f1(song, heard),
    }


def _same_key(one: str, two: str) -> bool:
    (a, b), (c, d) = (key.split(":") if ":" in key else (key, "") for key in (one, two))
    return b == d and harmony.pitch_class(a) == harmony.pitch_class(c)


def beats_f1(known: Floats, found: Floats) -> float:
    """mir_eval's, 70 ms, the first five seconds left out; only where beats are known."""
    inside = found[(found > known[0] - 0.5) & (found < known[-1] + 0.5)]
    one, two = mir_eval.beat.trim_beats(known), mir_eval.beat.trim_beats(inside)
    return float(mir_eval.beat.f_measure(one, two)) if len(two) else 0.0


def chords_right(song: Known, heard: Heard) -> tuple[float, float]:
    """Weighted overlap of triads, and of triads and sevenths."""
    known = [span for span in song.chords if span[1] > span[0] + 1e-3]
    spans = np.array([span[:2] for span in known])
    names = [span[2] for span in known]
    found = np.array([span[:2] for span in heard.chords]).reshape(-1, 2)
    told = [_mir_name(span.name) for span in heard.chords]
    if not len(found):
        return 0.0, 0.0
    found, told = mir_eval.util.adjust_intervals(found, told, spans.min(), spans.max(), "N", "N")
    cut, one, two = mir_eval.util.merge_labeled_intervals(spans, names, found, told)
    lasting = mir_eval.util.intervals_to_durations(cut)
    scores = [compare(one, two) for compare in (mir_eval.chord.majmin, mir_eval.chord.sevenths)]
    majmin, sevenths = (float(mir_eval.chord.weighted_accuracy(score, lasting)) for score in scores)
    return majmin, sevenths


def _mir_name(name: str) -> str:
    root, colon, quality = name.partition(":")
    return root + colon + MIR_NAMES.get(quality, quality)


def notes_f1(known: Floats, found: Floats) -> float:
    """Onsets within 50 ms and the right pitch."""
    if not len(known) or not len(found):
        return 0.0
    known, found = _lasting(known), _lasting(found)
    scores = mir_eval.transcription.precision_recall_f1_overlap(
        known[:, :2], _hertz(known[:, 2]), found[:, :2], _hertz(found[:, 2]), onset_tolerance=AROUND, offset_ratio=None
    )
    return float(scores[2])


def _lasting(notes: Floats) -> Floats:
    table = np.asarray(notes[:, :3], dtype=np.float64).copy()
    table[:, 1] = np.maximum(table[:, 1], table[:, 0] + 0.01)
    return table


def _hertz(pitch: Floats) -> Floats:
    return 440.0 * 2 ** ((pitch - 69) / 12)


def melody_f1(song: Known, heard: Heard) -> float:
    known = song.notes()
    return notes_f1(known[known[:, 3] == 0], heard.parts.melody)


def transcribed(song: Known, sound: bytes, heard: Heard) -> dict[str, float]:
    """Our notes, and those that basic-pitch makes of the same posteriors with its own defaults."""
    from basic_pitch.note_creation import output_to_notes_polyphonic

    known = pedalled(song.score)
    truth = Known(song.number, known, song.beats, [], []).notes()
    posteriors = Transcriber().read(sound_of(sound).samples)
    theirs = output_to_notes_polyphonic(*_copied(posteriors), 0.5, 0.3, 11, True, None, None)
    rows = np.array([(start, end, pitch) for start, end, pitch, _ in theirs], dtype=np.float64).reshape(-1, 3)
    rows[:, :2] /= FRAMES_A_SECOND
    return {"notes.f1": notes_f1(truth, heard.parts.pitched), "notes.f1_basic_pitch": notes_f1(truth, rows)}


def _copied(posteriors: Posteriors) -> tuple[Floats, Floats]:
    return posteriors.sounding.copy(), posteriors.struck.copy()
