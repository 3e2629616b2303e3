from modules.voice.harmony import double_of, harmony_line, scale_of
from modules.voice.sung import SungNote
from modules.voice.voices import VOICES


def pitches(*wanted: int) -> list[SungNote]:
    return [SungNote(0.5 * at, 0.5, pitch, None) for at, pitch in enumerate(wanted)]


def test_a_line_in_thirds_or_sixths_stays_inside_the_key() -> None:
    scale = scale_of(0, minor=False)
    melody = pitches(60, 62, 64, 67)
    assert [note.pitch for note in harmony_line(melody, scale, "third above")] == [64, 65, 67, 71]
    assert [note.pitch for note in harmony_line(melody, scale, "third below")] == [57, 59, 60, 64]
    assert [note.pitch for note in harmony_line(melody, scale, "sixth below")] == [52, 53, 55, 59]


def test_a_chord_that_sounds_takes_the_line_to_its_nearest_tone() -> None:
    line = harmony_line(pitches(67), scale_of(0, minor=False), "third below", [(0.0, 1.0, (5, 9, 0))])
    assert line[0].pitch == 65


def test_a_double_is_the_same_voice_but_not_the_same_sound() -> None:
    double = double_of(VOICES["alto"])
    assert (double.low, double.high) == (VOICES["alto"].low, VOICES["alto"].high)
    assert double.tract != VOICES["alto"].tract
