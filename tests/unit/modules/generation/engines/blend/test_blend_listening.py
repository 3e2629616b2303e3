"""What is handed in: everything that sounds is used or refused in plain words, with the field and what to do."""

import hashlib
import io
import random

import av
import numpy as np
import pytest

from models.errors import Invalid
from models.upload import UploadKind
from modules.generation.engine import Material
from modules.generation.engines.blend.analysis import analysed
from modules.generation.engines.blend.options import BlendOptions
from modules.generation.engines.blend.symbolic.band import band_of
from modules.generation.engines.blend.symbolic.excerpts import excerpt
from modules.generation.engines.blend.symbolic.listening import listen
from modules.generation.progress import silent_progress
from modules.hearing.ears import Ears
from tests.factories import upload_of
from tests.tunes import noise, talk, tune, wav_of

pytestmark = pytest.mark.slow
RATE = 22_050


@pytest.fixture(scope="module")
def ears():
    return Ears()


@pytest.fixture
def listened(tmp_path, ears):
    def run(data, **options):
        path = tmp_path / hashlib.sha256(data).hexdigest()[:8]
        path.write_bytes(data)
        upload = upload_of(data, UploadKind.AUDIO)
        wish = BlendOptions(**{"a": "one", "b": "two"} | options)
        return listen("a", Material(upload, path), wish, ears, silent_progress())

    return run


@pytest.fixture(scope="module")
def sound():
    return tune(bars=5)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (wav_of(np.zeros(4 * RATE, dtype=np.float32)), "options.a"),
        (wav_of(noise(4)), "options.a"),
        (wav_of(talk(6)), "options.a"),
        (wav_of(tune(bars=1)[: RATE // 5]), "options.a"),
        (b"\x89PNG not sound at all, whatever its name says" * 50, "options.a"),
        (b"MThd\0\0\0\6 cut off", "options.a"),
    ],
    ids=["silence", "noise", "speech", "a fifth of a second", "no sound", "broken MIDI"],
)
def test_what_is_no_music_is_refused_in_words(listened, data, field):
    with pytest.raises(Invalid) as refused:
        excerpt(listened(data))
    assert refused.value.field == field
    assert refused.value.next_step


@pytest.mark.parametrize(
    "kind", ["eight channels", "192 kHz", "8 kHz", "constant", "not numbers", "cut in the middle", "a video"]
)
def test_odd_sound_is_used_all_the_same(listened, sound, kind):
    data = {
        "eight channels": lambda: wav_of(np.repeat(sound[:, None], 8, axis=1)),
        "192 kHz": lambda: wav_of(np.repeat(sound, 8), rate=8 * RATE),
        "8 kHz": lambda: wav_of(tune(bars=5, rate=8_000), rate=8_000),
        "constant": lambda: wav_of(0.5 * sound + 0.4),
        "not numbers": lambda: wav_of(np.where(np.arange(len(sound)) % 5000 == 7, np.nan, sound), subtype="FLOAT"),
        "cut in the middle": lambda: wav_of(sound)[: -len(sound) // 2],
        "a video": lambda: encoded(sound, "mp4", "aac", pictures=True),
    }[kind]()
    track = listened(data)
    assert excerpt(track).pace == pytest.approx(100, rel=0.03)


def encoded(samples, container, codec, *, pictures=False, **options):
    """A file of one channel, with a picture that moves where it is to be a video."""
    out = io.BytesIO()
    with av.open(out, "w", format=container, options=options) as target:
        seen = target.add_stream("mpeg4", rate=10, width=64, height=64, pix_fmt="yuv420p") if pictures else None
        stream = target.add_stream(codec, rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[None].astype(np.float32), format="fltp", layout="mono")
        frame.sample_rate = RATE
        waiting = av.AudioFifo()
        waiting.write(frame)
        for grey in range(round(10 * len(samples) / RATE) if seen else 0):
            picture = np.full((64, 64, 3), 5 * grey % 255, dtype=np.uint8)
            target.mux(seen.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        while piece := waiting.read(576, partial=True):
            target.mux(stream.encode(piece))
        for one in (seen, stream):
            target.mux(one.encode(None) if one else [])
    return out.getvalue()


def test_what_a_shop_has_locked_is_refused_in_words(listened, sound):
    locked = bytearray(encoded(sound, "ipod", "aac").replace(b"mp4a", b"enca"))
    begin, end = locked.index(b"mdat") + 4, locked.rindex(b"moov") - 4
    locked[begin:end] = random.Random(1).randbytes(end - begin)
    with pytest.raises(Invalid) as refused:
        listened(bytes(locked))
    assert refused.value.field == "options.a"
    assert refused.value.next_step


def test_of_two_hours_nothing_behind_the_window_is_read_and_what_is_around_it_heard(listened):
    minute = encoded(tune(bars=25)[: 60 * RATE], "mp3", "libmp3lame", write_xing="0", id3v2_version="0")
    track = listened(120 * minute, start=900, end=916)
    assert (track.window, track.offset) == ((900, 916), 892)
    assert (track.seconds, track.heard.seconds) == pytest.approx((924, 32), abs=0.1), "what comes behind is not read"
    assert excerpt(track).pace == pytest.approx(100, rel=0.03)


def test_only_the_window_and_what_is_around_it_is_heard(listened):
    track = listened(wav_of(tune(bars=10)), start=10, end=15)
    assert track.offset == 2
    assert track.heard.seconds == pytest.approx(21, abs=0.1)
    assert len(excerpt(track).time.downbeats) == 2


def test_the_record_knows_what_was_heard(listened, sound):
    track = listened(wav_of(sound))
    told = analysed(track, band_of(track))
    assert told["key"] == "C major"
    assert told["tempo"] == pytest.approx(100, rel=0.02)
    assert {one["name"] for one in told["chords"]} >= {"C:maj", "F:maj"}
    assert 0 <= told["rhythm"] <= 1
    assert any("lasts" in note or "ends at" in note for note in told["notes"])
