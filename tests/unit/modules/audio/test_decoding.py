import io
import struct

import av
import numpy as np
import pytest

from models.errors import Unsupported
from modules.audio.decoding import decode_audio, inspect_audio

RATE = 44_100
SECONDS = 3
KINDS = {"mp3": ("mp3", "libmp3lame"), "flac": ("flac", "flac"), "m4a": ("mp4", "aac"), "opus": ("ogg", "libopus")}


def tone(seconds: float = SECONDS, rate: int = RATE) -> np.ndarray:
    """[frames, 2]: 440 Hz left, half as loud and an octave higher right."""
    time = np.arange(round(seconds * rate)) / rate
    left = 0.5 * np.sin(2 * np.pi * 440 * time)
    return np.stack([left, 0.25 * np.sin(2 * np.pi * 880 * time)], axis=1).astype(np.float32)


def wav(samples: np.ndarray, rate: int = RATE) -> bytes:
    """A WAV file of 32-bit floats."""
    data = samples.astype("<f4").tobytes()
    channels = samples.shape[1]
    head = struct.pack("<HHIIHH", 3, channels, rate, rate * 4 * channels, 4 * channels, 32)
    chunks = b"WAVEfmt " + struct.pack("<I", 16) + head + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks


def encoded(kind: str) -> bytes:
    container_format, codec = KINDS[kind]
    rate = 48_000 if kind == "opus" else RATE
    file = io.BytesIO()
    with av.open(file, "w", format=container_format) as container:
        stream = container.add_stream(codec, rate=rate, layout="stereo")
        source = av.AudioFrame.from_ndarray(tone(rate=rate).reshape(1, -1), format="flt", layout="stereo")
        source.sample_rate = rate
        for frame in (source, None):
            container.mux(stream.encode(frame))
    return file.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_every_common_kind_is_decoded_whole(kind: str):
    decoded = decode_audio(encoded(kind), rate=24_000)

    assert decoded.clip.rate == 24_000
    assert decoded.clip.channels == 2
    assert decoded.clip.seconds == pytest.approx(SECONDS, abs=0.1)
    assert decoded.notes == []
    spectrum = np.abs(np.fft.rfft(decoded.clip.samples[10_000:34_000, 0]))
    assert np.argmax(spectrum) == pytest.approx(440, abs=2)


def test_a_path_and_its_bytes_decode_alike(tmp_path):
    (tmp_path / "a.wav").write_bytes(wav(tone()))

    assert np.array_equal(decode_audio(tmp_path / "a.wav").clip.samples, decode_audio(wav(tone())).clip.samples)


def test_floats_come_through_unchanged_at_their_own_rate():
    assert np.array_equal(decode_audio(wav(tone())).clip.samples, tone())


def test_mono_is_the_mean_of_both_sides():
    clip = decode_audio(wav(tone()), mono=True).clip

    assert clip.channels == 1
    assert clip.samples[:, 0] == pytest.approx(tone().mean(axis=1), abs=1e-3)


def test_only_the_first_seconds_are_taken_when_asked_and_that_is_said():
    decoded = decode_audio(wav(tone()), max_seconds=1)

    assert decoded.clip.frames == RATE
    assert decoded.notes == ["Only the first 1 seconds were used."]
    assert decode_audio(wav(tone()), max_seconds=SECONDS).notes == []


@pytest.mark.parametrize("kind", ["mp3", "flac", "opus"])
def test_a_file_cut_off_is_decoded_as_far_as_it_goes_and_that_is_said(kind: str):
    data = encoded(kind)
    decoded = decode_audio(data[: len(data) // 2])

    assert decoded.clip.seconds == pytest.approx(SECONDS / 2, abs=0.6)
    if kind != "opus":  # an Ogg file says its length only at its end
        assert any("ends early" in note for note in decoded.notes)


def test_damaged_packets_are_skipped_and_said():
    data = bytearray(encoded("flac"))
    for position in range(len(data) // 2, len(data) // 2 + 20_000):
        data[position] = position * 7919 % 251
    decoded = decode_audio(bytes(data))

    assert 0.5 * SECONDS < decoded.clip.seconds <= SECONDS
    assert decoded.notes


def test_samples_that_are_no_numbers_become_silence_and_loud_ones_are_clipped():
    samples = tone()
    samples[5], samples[70_000], samples[9] = np.nan, np.inf, 7.0
    decoded = decode_audio(wav(samples))

    assert np.isfinite(decoded.clip.samples).all()
    assert decoded.clip.samples[9].tolist() == [1.0, 1.0]
    assert decoded.clip.samples[5].tolist() == [0.0, 0.0]
    assert decoded.notes == ["Samples that are no numbers were made silent."]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"PK\3\4" + bytes(5000),
        b"RIFF\0\0\0\0WAVEfmt ",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/passwd\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b".snd" + struct.pack(">IIIII", 24, 4000, 3, 8000, 1) + bytes(4000),
        wav(tone()[:0]),
        wav(tone()[:100], rate=1),
    ],
    ids=[
        "empty",
        "text",
        "zip",
        "header only",
        "hls playlist",
        "concat list",
        "a kind we do not open",
        "no samples",
        "one hertz",
    ],
)
def test_what_is_no_sound_is_refused_with_a_way_out(data: bytes):
    with pytest.raises(Unsupported) as refusal:
        decode_audio(data)

    assert refusal.value.code in {"audio.unreadable", "audio.no_audio"}
    assert refusal.value.next_step


def test_inspecting_tells_the_true_length_without_keeping_the_sound():
    facts = inspect_audio(encoded("mp3"))

    assert (facts.format, facts.rate, facts.channels) == ("mp3", RATE, 2)
    assert facts.seconds == pytest.approx(SECONDS, abs=0.1)


def test_giving_up_stops_the_decoding():
    class EnoughError(Exception):
        pass

    def enough() -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        decode_audio(encoded("mp3"), check=enough)
