import hashlib

import numpy as np
import pytest
import soundfile

from models.twin import FileFacts
from models.upload import UploadKind
from modules.twins.outline import Outline
from modules.twins.preparation import Preparation
from modules.twins.prepared import Source
from modules.twins.segments import PEAK, SECONDS, segments, without_silence
from tests.producer_pieces import piece_of
from tests.tunes import talk, tune, wav_of

pytestmark = pytest.mark.slow


def sound(folder, name, samples):
    return given(folder, name, wav_of(samples), UploadKind.AUDIO)


def given(folder, name, data, kind=UploadKind.MIDI, **facts):
    path = folder / name
    path.write_bytes(data)
    return Source(name, hashlib.sha256(data).hexdigest(), kind, path, FileFacts(**facts))


def prepared(folder, sources, **how):
    return Preparation(folder / "training_data" / "ann", **how).prepare(sources, lambda *_: None)


def test_what_cannot_be_used_is_named_and_the_rest_is_learned_from(tmp_path):
    piece = piece_of(bars=8)
    found = prepared(
        tmp_path,
        [
            given(tmp_path, "good.mid", piece, title="Sunrise", bpm=99, tags=["glass"]),
            given(tmp_path, "again.mid", piece),
            given(tmp_path, "broken.mid", b"MThd, or so it says"),
            given(tmp_path, "broken.wav", b"RIFF and then nothing", UploadKind.AUDIO),
            sound(tmp_path, "silence.wav", np.zeros(22050 * 4, np.float32)),
            sound(tmp_path, "talk.wav", talk()),
        ],
    )
    assert [piece.name for piece in found.pieces] == ["good.mid"]
    assert found.pieces[0].tags.startswith("Sunrise, 99 bpm, ")
    assert found.pieces[0].tags.endswith("glass")
    why = {one.name: one.why for one in found.skipped}
    assert why["again.mid"] == "it is the same file as good.mid"
    assert why["silence.wav"] == "it is silent"
    assert "no music" in why["talk.wav"]
    assert set(why) == {"again.mid", "broken.mid", "broken.wav", "silence.wav", "talk.wav"}


def test_sound_is_cut_tagged_and_transcribed_and_its_copy_is_left_out(tmp_path):
    music = tune(bars=8)
    louder = given(tmp_path, "louder.wav", wav_of(music * 1.5, subtype="FLOAT"), UploadKind.AUDIO)
    stereo = np.stack([music, 0.5 * music], axis=1)
    found = prepared(tmp_path, [sound(tmp_path, "song.wav", stereo), louder])
    (piece,) = found.pieces
    assert found.skipped[0].why == "it sounds the same as song.wav"
    first = piece.segments[0]
    assert first.audio == tmp_path / "training_data" / "ann" / "audio" / "seg_0000.wav"
    assert first.text.read_text().strip() == piece.tags
    samples, rate = soundfile.read(first.audio)
    assert (rate, samples.ndim) == (44_100, 1)
    assert abs(np.abs(samples).max() - PEAK) < 0.01
    assert len(samples) == SECONDS * rate
    assert piece.bars is not None
    assert "bpm" in piece.tags


def test_pieces_of_one_groove_are_not_copies_of_each_other():
    one, other = tune(bars=8), tune(bars=8, shift=2)
    first, copy, second = (Outline.of(np.repeat(sound, 2)[:, None]) for sound in (one, 0.3 * one, other))
    assert first.alike(copy)
    assert not first.alike(second)


def test_a_long_silence_is_dropped_and_a_rest_stays():
    tone = np.full((44_100, 1), 0.5, np.float32)
    rest, silence = np.zeros((22_050, 1), np.float32), np.zeros((441_000, 1), np.float32)
    heard = without_silence(np.concatenate([silence, tone, rest, tone, silence, tone]))
    assert 3.4 * 44_100 <= len(heard) <= 5.1 * 44_100
    assert not list(segments(silence))


def test_what_a_process_that_died_had_prepared_is_taken_over_unless_the_files_are_others(tmp_path):
    piece = given(tmp_path, "one.mid", piece_of(bars=8))
    first = prepared(tmp_path, [piece])
    mark = first.pieces[0].bars.stat().st_mtime_ns
    assert prepared(tmp_path, [piece]) == first
    assert first.pieces[0].bars.stat().st_mtime_ns == mark
    described = given(tmp_path, "one.mid", piece_of(bars=8), title="Sunrise")
    assert prepared(tmp_path, [described]).pieces[0].tags.startswith("Sunrise, ")
    first.pieces[0].bars.unlink()
    assert prepared(tmp_path, [described]).pieces[0].bars.is_file()


def test_files_stay_as_they_are_where_that_is_wished(tmp_path):
    song = sound(tmp_path, "song.wav", tune(bars=4))
    (piece,) = prepared(tmp_path, [song], as_it_is=True).pieces
    assert piece.segments[0].audio.read_bytes() == song.path.read_bytes()
