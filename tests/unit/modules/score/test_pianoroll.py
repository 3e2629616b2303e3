import io

import pytest
from PIL import Image

from modules.score.pianoroll import draw_pianoroll
from modules.score.pianoroll_layout import colour_of, laid_out
from modules.score.score import Note, Score, Track
from modules.score.tempo import TICKS


def piece(bars: int = 4) -> Score:
    notes = tuple(Note(k * TICKS, (k + 1) * TICKS, 60 + k % 12, 127) for k in range(4 * bars))
    kit = tuple(Note(k * TICKS, k * TICKS + 10, 36 + k % 3, 100) for k in range(4 * bars))
    return Score((Track("Tune", 40, notes=notes), Track("Kit", 0, is_drum=True, notes=kit)), title="Ein Stück")


def test_every_note_is_where_its_time_and_pitch_belong_in_its_track_s_colour():
    score = piece()
    layout = laid_out(score)
    picture = Image.open(io.BytesIO(draw_pianoroll(score))).convert("RGB")
    wanted = tuple(int(colour_of(0, is_drum=False)[at : at + 2], 16) for at in (1, 3, 5))

    assert picture.size == (layout.width, layout.height)
    for note in score.tracks[0].notes:
        place = layout.x((note.start + note.end) // 2), layout.row_top(note.pitch) + layout.row / 2
        found = picture.getpixel((round(place[0]), round(place[1])))
        assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) < 12


def test_the_same_score_gives_the_same_bytes_and_nothing_but_the_picture():
    data = draw_pianoroll(piece())

    assert data == draw_pianoroll(piece())
    assert Image.open(io.BytesIO(data)).info.keys() <= {"transparency"}


@pytest.mark.parametrize("bars", [1, 70, 900])
def test_long_pieces_get_wider_pictures_within_reason(bars: int):
    layout = laid_out(piece(bars))

    assert 1600 <= layout.width <= 4800
    assert layout.height < 1200
    assert layout.bars_a_label * (layout.right - layout.left) / bars >= 40


def test_a_score_without_notes_is_an_empty_picture():
    assert draw_pianoroll(Score(())).startswith(b"\x89PNG")


def test_giving_up_stops_the_drawing():
    class EnoughError(Exception):
        pass

    def enough() -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        draw_pianoroll(piece(), enough)
