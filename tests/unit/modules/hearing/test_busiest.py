from modules.hearing.busiest import busiest
from modules.hearing.ears import Ears
from modules.score.score import Note, Score, Track
from modules.score.tempo import TICKS


def heard(lonely_bars):
    """Eight bars in 120: one note a beat, and from then on three at once and a kit."""
    lead = [Note(beat * TICKS, (beat + 1) * TICKS, 72 + beat % 5, 90) for beat in range(32)]
    late = range(4 * lonely_bars, 32)
    chords = [Note(beat * TICKS, (beat + 1) * TICKS, key, 90) for beat in late for key in (48, 52, 55)]
    kit = [Note(beat * TICKS, beat * TICKS + 60, 36 + 2 * (beat % 2), 110) for beat in late]
    tracks = Track("Lead", 0, notes=tuple(lead)), Track("Chords", 0, notes=tuple(chords))
    return Ears().hear_score(Score((*tracks, Track("Kit", 0, is_drum=True, notes=tuple(kit)))))


def test_the_bar_from_which_more_happens_is_found():
    assert busiest(heard(lonely_bars=3), 0.0, 8.0) in {6.0, 8.0}


def test_where_as_much_happens_everywhere_there_is_none():
    assert busiest(heard(lonely_bars=0), 0.0, 8.0) is None
    assert busiest(heard(lonely_bars=3), 0.0, 60.0) is None
