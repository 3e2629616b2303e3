"""A stream that was played becomes a work: the same bars, and the same files every time."""

import json

import pytest

from models.errors import Invalid
from models.generation import Brief
from models.live import LiveOrder
from models.mood import Point
from modules.audio.bundled import bundled_soundfont
from modules.generation.engine import Commission
from modules.generation.progress import Progress
from modules.generation.registry import Engines
from modules.live.composing.composer import LiveComposer
from modules.live.composing.keeping import score_of
from modules.live.keeping import KeptSettings, KeptStream
from modules.score.midi import read_midi
from modules.score.midi_writing import write_midi

MOODS = [0.5, -0.5, 0.5, -0.5, -0.6, 0.8, 0.123456789, -0.987654321]


@pytest.fixture(scope="module")
def opening():
    return LiveComposer(None).begin(LiveOrder(valence=0.5, arousal=-0.5), 5)


def card_in(folder):
    return KeptStream(KeptSettings(weights=folder / "none", soundfont=bundled_soundfont(), threads=1))


def brief_of(opening, moods=MOODS, **more):
    options = {"opening": opening.model_dump(mode="json"), "moods": moods, **more}
    return Brief(engine="live", seed=5, options=options)


def played(opening):
    composer, thread, bars = LiveComposer(None), opening, []
    for valence, arousal in zip(MOODS[::2], MOODS[1::2], strict=True):
        bar, thread = composer.write(thread, Point(valence, arousal))
        bars.append(bar)
    return bars


def test_a_kept_stream_has_the_notes_that_were_heard(tmp_path, opening):
    card = card_in(tmp_path)
    brief = Engines({}, {"live": card}).checked(brief_of(opening, sounds="none"))
    work = card.load().generate(Commission(brief, {}, tmp_path), Progress(lambda *_: None, lambda: False))
    kept = read_midi((tmp_path / "score.mid").read_bytes())
    heard = read_midi(write_midi(score_of(played(opening))))
    assert [track.notes for track in kept.tracks] == [track.notes for track in heard.tracks]
    assert kept.tempos == heard.tempos
    record = json.loads((tmp_path / "record.json").read_text())
    assert record["options"]["moods"] == MOODS
    assert [bar["arousal"] for bar in record["result"]["bars"]] == MOODS[1::2]
    assert {part.name for part in work.parts} == {"score.mid", "score.musicxml", "pianoroll.png", "record.json"}
    assert work.origin is not None


def test_it_sounds_like_every_other_work(tmp_path, opening):
    brief = brief_of(opening, MOODS[:4])
    work = card_in(tmp_path).load().generate(Commission(brief, {}, tmp_path), Progress(lambda *_: None, lambda: False))
    kinds = [part.kind for part in work.parts]
    assert kinds[0] == "mix"
    assert kinds.count("stem") >= 2
    assert work.seconds > 4


@pytest.mark.parametrize(
    "broken", [{"moods": []}, {"moods": [0.1]}, {"moods": [2.0, 0.0]}, {"opening": {}}, {"moods": [0.1] * 3}]
)
def test_a_recording_that_is_none_is_refused(tmp_path, opening, broken):
    brief = brief_of(opening)
    brief = brief.model_copy(update={"options": brief.options | broken})
    with pytest.raises(Invalid):
        Engines({}, {"live": card_in(tmp_path)}).checked(brief)


def test_nobody_sees_it_among_the_engines(tmp_path):
    engines = Engines({}, {"live": card_in(tmp_path)})
    assert engines.views() == []
    assert engines.card("live").name == "live"
