from modules.score.score import SUSTAIN, Control, Note, Track
from modules.score.sustain import sustained


def held(*controls: tuple[int, int], notes: tuple[Note, ...], is_drum: bool = False) -> list[tuple[int, int]]:
    track = Track("", 0, is_drum, notes, tuple(Control(tick, SUSTAIN, value) for tick, value in controls))
    return [(note.start, note.end) for note in sustained(track).notes]


def test_a_note_let_go_while_the_pedal_is_down_rings_until_it_comes_up():
    assert held((0, 127), (900, 0), notes=(Note(0, 100, 60, 80),)) == [(0, 900)]


def test_a_note_held_longer_than_the_pedal_keeps_its_length():
    assert held((0, 127), (50, 0), notes=(Note(0, 100, 60, 80),)) == [(0, 100)]


def test_a_key_struck_again_stops_its_former_note():
    notes = (Note(0, 100, 60, 80), Note(500, 600, 60, 80), Note(500, 600, 64, 80))
    assert held((0, 64), (900, 63), notes=notes) == [(0, 500), (500, 900), (500, 900)]


def test_a_pedal_pressed_after_the_note_has_ended_comes_too_late():
    assert held((200, 127), (900, 0), notes=(Note(0, 100, 60, 80),)) == [(0, 100)]


def test_a_pedal_that_never_comes_up_ends_with_the_last_note():
    assert held((0, 127), notes=(Note(0, 100, 60, 80), Note(0, 700, 62, 80))) == [(0, 700), (0, 700)]


def test_half_values_count_as_up_and_drums_have_no_pedal():
    assert held((0, 63), (900, 0), notes=(Note(0, 100, 60, 80),)) == [(0, 100)]
    assert held((0, 127), (900, 0), notes=(Note(0, 100, 36, 80),), is_drum=True) == [(0, 100)]
