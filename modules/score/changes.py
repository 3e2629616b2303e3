"""The same score, changed: transposed, faster or slower, for other instruments."""

from collections.abc import Mapping
from dataclasses import replace

from models.errors import Invalid
from modules.score.score import Score, Track
from modules.score.tempo import FASTEST, MICROSECONDS, SLOWEST, Tempo

NAMES = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


class TempoOutOfRange(Invalid):
    code = "score.tempo_out_of_range"


def transpose(score: Score, semitones: int) -> Score:
    """Every pitched note that many semitones higher; what would leave the keyboard comes back by octaves."""
    if semitones == 0:
        return score
    return replace(
        score.with_tracks(lambda track: _transposed(track, semitones)),
        keys=tuple(key._replace(tonic=(key.tonic + semitones) % 12) for key in score.keys),
        chords=tuple(chord._replace(name=transposed_chord(chord.name, semitones)) for chord in score.chords),
    )


def _transposed(track: Track, semitones: int) -> Track:
    if track.is_drum:
        return track
    notes = (note._replace(pitch=_inside(note.pitch + semitones)) for note in track.notes)
    return replace(track, notes=tuple(sorted(notes)))


def _inside(pitch: int) -> int:
    return pitch % 12 if pitch < 0 else pitch if pitch <= 127 else 116 + (pitch - 116) % 12


def transposed_chord(name: str, semitones: int) -> str:
    """`Bb:min7/F` up two semitones is `C:min7/G`; degrees (`/b7`) stay, and so does what has no root, such as `N`."""
    chord, slash, bass = name.partition("/")
    return _renamed(chord, semitones) + slash + _renamed(bass, semitones)


def _renamed(name: str, semitones: int) -> str:
    if not name or name[0] not in STEPS:
        return name
    length = 2 if name[1:2] in {"b", "#"} else 1
    root = STEPS[name[0]] + {"b": -1, "#": 1}.get(name[1:2], 0)
    return NAMES[(root + semitones) % 12] + name[length:]


def faster(score: Score, factor: float) -> Score:
    """The same notes in less time, or in more where the factor is below 1."""
    return replace(score, tempos=tuple(_scaled(tempo, factor) for tempo in score.tempo_map.tempos))


def _scaled(tempo: Tempo, factor: float) -> Tempo:
    microseconds = round(tempo.microseconds / factor)
    if not MICROSECONDS / FASTEST <= microseconds <= MICROSECONDS / SLOWEST:
        raise TempoOutOfRange(
            f"That would be {MICROSECONDS / microseconds:.4g} quarters a minute.",
            field="tempo",
            next_step=f"Choose a tempo that keeps every part of the piece between {SLOWEST:.1f} and {FASTEST:.0f}.",
        )
    return tempo._replace(microseconds=microseconds)


def with_tempo(score: Score, bpm: float) -> Score:
    """In that tempo where most of the piece is in one; what was faster or slower stays so in proportion."""
    main = score.tempo_map.main(score.end)
    exact = Tempo.from_bpm(bpm).microseconds
    return faster(score, main.microseconds / exact)


def with_programs(score: Score, programs: Mapping[int, int]) -> Score:
    """Other instruments for some tracks, by their index; drums keep their kit unless named."""
    tracks = [replace(track, program=programs.get(index, track.program)) for index, track in enumerate(score.tracks)]
    return replace(score, tracks=tuple(tracks))
