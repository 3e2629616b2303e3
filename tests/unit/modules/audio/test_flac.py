import io

import numpy as np
import pytest
import soundfile

from modules.audio import decoding
from modules.audio.decoding import decode_audio
from modules.audio.flac import NotWhole, whole_flac


def flac(seconds: float = 4.0, channels: int = 2, subtype: str = "PCM_16") -> bytes:
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (round(44_100 * seconds), channels))
    file = io.BytesIO()
    soundfile.write(file, noise, 44_100, format="FLAC", subtype=subtype)
    return file.getvalue()


@pytest.mark.parametrize(("channels", "subtype"), [(2, "PCM_16"), (1, "PCM_24")])
def test_a_whole_file_sounds_as_packet_by_packet(channels, subtype, monkeypatch):
    data = flac(channels=channels, subtype=subtype)
    quick = decode_audio(data, 24_000, mono=True)
    assert sum(frame.samples for frame in whole_flac(data)) == 4 * 44_100

    def not_whole(_source):
        raise NotWhole

    monkeypatch.setattr(decoding, "whole_flac", not_whole)
    slow = decode_audio(data, 24_000, mono=True)
    assert quick.notes == slow.notes == []
    assert np.abs(quick.clip.samples - slow.clip.samples).max() < 1e-6


@pytest.mark.parametrize(
    "data", [b"", b"RIFF", flac()[:60_000], flac(channels=3)], ids=["empty", "wav", "cut", "three"]
)
def test_what_is_not_whole_is_left_to_packets(data):
    with pytest.raises(NotWhole):
        list(whole_flac(data))
