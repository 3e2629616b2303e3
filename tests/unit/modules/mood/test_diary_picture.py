import io
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from PIL import Image

from models.mood import Mood
from models.mood_entry import MoodEntry
from modules.mood.days import Span
from modules.mood.diary import MOST, Diary

pytestmark = pytest.mark.slow

START = datetime(2026, 3, 3, 7, tzinfo=UTC)


def entry(number, mood, moment):
    return MoodEntry(
        id=str(number), owner="ada", created_at=moment, mood=mood, observed=mood, evidence=[], certain=True
    )


def diary(days, each, seed=1):
    chance = random.Random(seed)
    entries = [
        entry(
            f"{day}.{k}",
            Mood.at(chance.uniform(-1, 1), chance.uniform(-1, 1)),
            START + timedelta(days=day, hours=14 * k / each),
        )
        for day in range(days)
        for k in range(each)
    ]
    return Diary.of(entries[::-1])


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


@pytest.mark.parametrize(("days", "each"), [(1, 1), (2, 3), (31, 1), (61, 3)])
def test_a_diary_of_any_length_has_a_picture(days, each):
    picture = pixels(diary(days, each).png())

    assert picture.shape == (1044, 960, 4)
    assert picture[0, 0, 3] == 0
    assert (picture[300:700, 300:700, 3] == 255).all()


def test_without_moods_there_is_a_kind_picture_too():
    assert pixels(Diary.of([]).png()).shape == (1044, 960, 4)


def test_moods_of_one_moment_are_no_trouble():
    one = [entry(k, Mood.at(0.5, 0.5), START) for k in range(3)]

    assert pixels(Diary.of(one).png()).any()


def test_a_mood_is_drawn_where_it_lies():
    empty = pixels(Diary.of([]).png()).astype(int)

    for mood, box in (((0.7, 0.5), (200, 400, 680, 820)), ((-0.7, -0.5), (640, 840, 140, 300))):
        seen = pixels(Diary.of([entry(1, Mood.at(*mood), START)]).png()).astype(int)
        top, bottom, left, right = box
        assert np.abs(seen - empty)[top:bottom, left:right].max() > 100
    quiet = pixels(Diary.of([entry(1, Mood.at(0.7, 0.5), START)]).png()).astype(int)
    assert np.abs(quiet - empty)[640:840, 140:300].max() == 0


def test_the_same_moods_give_the_same_bytes_from_any_thread():
    one = diary(5, 4)
    with ThreadPoolExecutor(4) as pool:
        pictures = set(pool.map(lambda _: one.png(), range(4)))

    assert len(pictures) == 1


def test_of_very_many_moods_the_newest_are_drawn():
    entries = (entry(k, Mood.at(0, 0), START - timedelta(minutes=k)) for k in range(MOST + 50))
    kept = Diary.of(entries)

    assert len(kept.entries) == MOST
    assert kept.entries[-1].created_at == START
    assert kept.entries[0].created_at < START


def test_a_person_gets_the_picture_of_their_own_days(moods, clock):
    for valence in (0.5, -0.5):
        moods.record("ada", [Mood.at(valence, 0.3)])
        clock.advance(hours=20)
    moods.record("eve", [Mood.at(0, 0)])

    told = moods.diary("ada", Span(date(2026, 1, 1), date(2026, 1, 1)))

    assert [one.mood.valence for one in told.entries] == [0.5, -0.5]
    assert [day.count for day in told.days] == [2]
    assert told.png().startswith(b"\x89PNG")


def test_matplotlib_is_brought_by_the_first_picture_only():
    code = "import sys, modules.mood.moods; print('matplotlib' in sys.modules)"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert seen.stdout.strip() == "False", seen.stderr
