from modules.audio.staging import CENTRE, seats
from modules.score.score import PAN, Control, Note, Score, Track

NOTES = (Note(0, 100, 60, 80),)


def band(*programs: int, controls: tuple[Control, ...] = ()) -> Score:
    tracks = [Track(f"{program}", program, notes=NOTES, controls=controls) for program in programs]
    return Score((*tracks, Track("Kit", 0, is_drum=True, notes=NOTES)))


def test_a_band_spreads_over_the_stage_with_bass_and_drums_in_the_middle():
    pans = [seat.pan for seat in seats(band(73, 0, 25, 33))]

    assert pans[0] == CENTRE
    assert pans[1] > CENTRE > pans[2]
    assert pans[3:] == [CENTRE, CENTRE]


def test_a_score_that_pans_is_left_alone():
    assert {seat.pan for seat in seats(band(73, 0, 25, controls=(Control(0, PAN, 20),)))} == {CENTRE}
    assert {seat.spread for seat in seats(band(0, controls=(Control(0, PAN, 20),)))} == {0.0}


def test_one_player_sits_in_the_middle_with_its_keys_spread():
    piano, _ = seats(band(0))
    assert piano.pan == CENTRE
    assert piano.spread > 0


def test_the_bass_goes_into_the_room_less_than_strings():
    bass, strings, _ = seats(band(33, 48))
    assert bass.send < 0.5 < strings.send
