import time

import numpy as np
import pytest

from modules.audio.clip import RATE, Clip
from modules.audio.decoding import decode_audio
from modules.audio.encoding import CHUNK, MEDIA_TYPES, UnknownFormat, encode, encode_blocks, transcode
from modules.audio.ogg import SERIAL, checksum

pytestmark = pytest.mark.slow


def music(seconds: float = 2.0, channels: int = 2) -> Clip:
    time_line = np.arange(round(seconds * RATE)) / RATE
    waves = [0.6 * np.sin(2 * np.pi * frequency * time_line) for frequency in (330, 495)[:channels]]
    return Clip(np.stack(waves, axis=1).astype(np.float32), RATE)


@pytest.mark.parametrize("kind", MEDIA_TYPES)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_format_sounds_like_what_went_in(tmp_path, kind: str, channels: int):
    encode(music(channels=channels), tmp_path / f"a.{kind}")
    decoded = decode_audio(tmp_path / f"a.{kind}")

    assert decoded.notes == []
    assert decoded.clip.channels == channels
    assert decoded.clip.seconds == pytest.approx(2.0, abs=0.06)
    spectrum = np.abs(np.fft.rfft(decoded.clip.samples[20_000:64_100, 0]))
    assert np.argmax(spectrum) == pytest.approx(330, abs=1)


@pytest.mark.parametrize("kind", ["wav", "flac"])
def test_lossless_means_24_bits(tmp_path, kind: str):
    encode(music(), tmp_path / f"a.{kind}")
    assert np.abs(decode_audio(tmp_path / f"a.{kind}").clip.samples - music().samples).max() < 2**-22


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_the_same_sound_gives_the_same_bytes_a_second_later(tmp_path, kind: str):
    encode(music(), tmp_path / f"a.{kind}")
    time.sleep(1.05)
    encode(music(), tmp_path / f"b.{kind}")

    assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


def test_every_page_of_an_ogg_file_has_our_serial_and_a_true_checksum(tmp_path):
    encode(music(20), tmp_path / "a.ogg")
    data = (tmp_path / "a.ogg").read_bytes()
    start = pages = 0
    while start < len(data):
        assert data[start : start + 4] == b"OggS"
        segments = data[start + 27 : start + 27 + data[start + 26]]
        end = start + 27 + len(segments) + sum(segments)
        page = bytearray(data[start:end])
        told = int.from_bytes(page[22:26], "little")
        page[22:26] = bytes(4)
        assert int.from_bytes(page[14:18], "little") == SERIAL
        assert checksum(bytes(page)) == told
        start, pages = end, pages + 1
    assert pages > 5


def test_oggs_checksum_of_a_known_page():
    page = (
        bytes.fromhex("4f67675300020000000000000000d2e0ae24000000000000000001")
        + b"\x13OpusHead\x01\x028\x01\x80\xbb\0\0\0\0\0"
    )
    by_hand = 0
    for byte in page:
        by_hand ^= byte << 24
        for _ in range(8):
            by_hand = (by_hand << 1 ^ (0x04C11DB7 if by_hand & 0x80000000 else 0)) & 0xFFFFFFFF
    assert checksum(page) == by_hand


@pytest.mark.parametrize("kind", [kind for kind in MEDIA_TYPES if kind != "flac"])
def test_transcoding_gives_the_bytes_of_encoding(tmp_path, kind: str):
    encode(music(), tmp_path / "a.flac")
    transcode(tmp_path / "a.flac", tmp_path / f"b.{kind}")
    encode(decode_audio(tmp_path / "a.flac").clip, tmp_path / f"c.{kind}")

    assert (tmp_path / f"b.{kind}").read_bytes() == (tmp_path / f"c.{kind}").read_bytes()


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_too_loud_is_clipped_and_nothing_at_all_is_a_file_too(tmp_path, kind: str):
    encode(Clip(music().samples * 4, RATE), tmp_path / f"loud.{kind}")
    encode(music(0), tmp_path / f"none.{kind}")

    assert np.abs(decode_audio(tmp_path / f"loud.{kind}").clip.samples).max() <= 1
    assert (tmp_path / f"none.{kind}").stat().st_size > 0


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_giving_up_stops_soon_and_leaves_nothing(tmp_path, kind: str):
    class EnoughError(Exception):
        pass

    calls = iter(range(3))

    def enough() -> None:
        if next(calls, None) is None:
            raise EnoughError

    with pytest.raises(EnoughError):
        encode(music(10), tmp_path / f"a.{kind}", enough)
    assert list(tmp_path.iterdir()) == []


def test_blocks_of_any_size_make_the_same_file(tmp_path):
    samples = music(3).samples
    encode(Clip(samples, RATE), tmp_path / "a.flac")
    encode_blocks([samples[:7], samples[7 : CHUNK * 3], samples[CHUNK * 3 :]], RATE, 2, tmp_path / "b.flac")

    assert np.array_equal(
        decode_audio(tmp_path / "a.flac").clip.samples, decode_audio(tmp_path / "b.flac").clip.samples
    )


def test_an_unknown_format_is_answered_with_the_known_ones(tmp_path):
    with pytest.raises(UnknownFormat) as refusal:
        encode(music(), tmp_path / "a.aiff")
    assert "flac" in (refusal.value.next_step or "")
