import contextlib
import io
import random
import struct
import zipfile

import pytest
import soundfile

from models.errors import Invalid, TooLarge, Unsupported
from modules.uploads.inspection import inspect
from tests.sounds import midi, raw_midi, sound

pytestmark = pytest.mark.slow

HALF_HOUR = 1800.0
NOISE = random.Random(1).randbytes(200_000)
NOTE = b"\0\x90\x3c\x40\1\x80\x3c\0"
END = b"\0\xff\x2f\0"


@pytest.fixture
def look(tmp_path):
    def look(content, longest=HALF_HOUR):
        path = tmp_path / "file"
        path.write_bytes(content)
        return inspect(path, longest)

    return look


@pytest.mark.parametrize("kind", ["mp3", "m4a", "wav", "flac", "ogg"])
def test_sound_is_recognised_and_measured(look, sounds, kind):
    found = look(sounds[kind])

    assert found.format.name == kind
    assert found.seconds == pytest.approx(2.0, abs=0.05)
    assert found.notes == []


def test_ogg_holds_vorbis_too(look):
    out = io.BytesIO()
    soundfile.write(out, [0.1, -0.1] * 22_050, 44_100, format="OGG", subtype="VORBIS")

    found = look(out.getvalue())

    assert (found.format.name, found.seconds) == ("ogg", pytest.approx(1.0, abs=0.01))


@pytest.mark.parametrize("codec", ["alac", "aac"])
def test_m4a_holds_both_of_apples_kinds(look, codec):
    assert look(sound("m4a", codec=codec)).format.name == "m4a"


def test_midi_is_recognised_and_measured(look):
    found = look(midi(notes=8, tempo=120))

    assert (found.format.name, found.format.kind, found.notes) == ("midi", "midi", [])
    assert found.seconds == pytest.approx(4.0, abs=0.05)


def test_midi_inside_riff_is_midi(look):
    content = midi()
    size = struct.pack("<I", len(content))
    riff = b"RIFF" + struct.pack("<I", len(content) + 12) + b"RMIDdata" + size + content

    assert look(riff).format.name == "midi"


@pytest.mark.parametrize("kind", ["mp3", "wav", "flac"])
def test_a_cut_off_file_is_taken_as_far_as_it_goes_and_that_is_said(look, sounds, kind):
    content = sounds[kind]

    found = look(content[: len(content) // 2])

    assert 0.5 < found.seconds < 1.5
    assert any("ends early" in note for note in found.notes)


def test_a_cut_off_m4a_has_lost_its_index(look, sounds):
    refused = refusal(look, sounds["m4a"][:-1000])

    assert refused.code == "upload.cut_off"


@pytest.mark.parametrize("lock", [b"drms", b"enca"])
def test_copy_protection_is_named(look, sounds, lock):
    refused = refusal(look, sounds["m4a"].replace(b"mp4a", lock))

    assert (refused.code, type(refused).__mro__[1]) == ("upload.protected", Unsupported)


def zip_bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("song.wav", bytes(50_000_000))
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        NOISE,
        b"\xff\xfb\x90\x64" + NOISE,
        b"ID3\3\0\0\0\0\0\0" + NOISE,
        b"RIFF\0\0\0\0WAVE" + NOISE,
        b"RIFF\0\0\0\0AVI " + NOISE,
        b"OggS" + NOISE,
        b"fLaC" + NOISE,
        zip_bomb(),
        b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"<html>",
        b"x",
    ],
    ids=["noise", "mp3", "id3", "wav", "avi", "ogg", "flac", "zip-bomb", "playlist", "concat", "html", "one-byte"],
)
def test_what_is_no_sound_is_refused_whatever_it_claims(look, content):
    assert isinstance(refusal(look, content), Unsupported)


def wav(rate=44_100, channels=1, frames=44_100, bits=16):
    block = channels * bits // 8
    data = bytes(frames * block)
    size = struct.pack("<I", len(data))
    head = struct.pack("<IHHIIHH", 16, 1, channels, rate, rate * block % 2**32, block, bits)
    body = b"WAVEfmt " + head + b"data" + size + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize(
    "content",
    [wav(frames=0), wav(frames=1), wav(rate=1), wav(rate=4_000_000_000), wav(channels=0), wav(channels=1000)],
    ids=["no-frames", "one-frame", "one-hertz", "four-gigahertz", "no-channels", "1000-channels"],
)
def test_a_header_that_makes_no_sense_is_refused(look, content):
    refusal(look, content)


def test_what_lasts_too_long_is_refused_without_decoding_all_of_it(look):
    refused = refusal(look, sound("flac", seconds=20, rate=8000), longest=10)

    assert refused.code == "upload.too_long"
    assert isinstance(refused, TooLarge)
    assert refused.extra == {"limit_seconds": 10}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (midi(notes=0), "midi.no_notes"),
        (raw_midi(NOTE * 1_000_000 + END), "midi.too_many_notes"),
        (raw_midi(b"\0\xff\x51\x03\0\0\0" + NOTE + END), "midi.tempo_zero"),
        (b"MThd", "midi.broken"),
        (b"MThd" + NOISE, "midi.broken"),
    ],
    ids=["no-notes", "a-million-notes", "tempo-zero", "header-only", "noise"],
)
def test_midi_that_cannot_be_played_is_refused(look, content, code):
    assert refusal(look, content).code == code


@pytest.mark.parametrize("kind", ["mp3", "m4a", "wav", "flac", "ogg", "midi"])
def test_damaged_bytes_are_read_or_refused_and_nothing_else(look, sounds, kind):
    chance = random.Random(kind)
    for _ in range(60):
        content = bytearray(sounds[kind])
        for _ in range(chance.choice([1, 5, 40])):
            content[chance.randrange(chance.choice([64, len(content)]))] = chance.randrange(256)
        with contextlib.suppress(Invalid):
            assert look(bytes(content[: chance.choice([len(content), chance.randrange(len(content))])])).seconds > 0


def refusal(look, content, **how):
    """Every one is about the field "file" and says what to do."""
    with pytest.raises(Invalid) as caught:
        look(content, **how)
    assert caught.value.field == "file"
    assert caught.value.next_step
    return caught.value
