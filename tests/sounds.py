"""Small real sound and MIDI files, as bytes, for tests that hand files in."""

import io

import av
import numpy as np
import pretty_midi

ENCODERS = {
    "mp3": ("mp3", "libmp3lame"),
    "m4a": ("ipod", "aac"),
    "wav": ("wav", "pcm_s16le"),
    "flac": ("flac", "flac"),
    "ogg": ("ogg", "libopus"),
}


def sound(kind, seconds=2.0, rate=48_000, codec=None):
    """A quiet sine in that format."""
    container, usual = ENCODERS[kind]
    wave = (0.2 * np.sin(np.arange(int(seconds * rate)) * 0.05)).astype(np.float32)
    out = io.BytesIO()
    with av.open(out, "w", format=container) as target:
        stream = target.add_stream(codec or usual, rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(wave[None], format="fltp", layout="mono")
        frame.sample_rate = rate
        resampler = av.AudioResampler(stream.codec_context.format, "mono", rate, stream.codec_context.frame_size)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            target.mux(stream.encode(piece))
        target.mux(stream.encode(None))
    return out.getvalue()


def midi(notes=4, tempo=120.0):
    piece = pretty_midi.PrettyMIDI(initial_tempo=tempo)
    piano = pretty_midi.Instrument(0)
    piano.notes = [pretty_midi.Note(80, 60 + at % 12, at * 0.5, at * 0.5 + 0.5) for at in range(notes)]
    piece.instruments.append(piano)
    out = io.BytesIO()
    piece.write(out)
    return out.getvalue()


def raw_midi(track):
    """One track chunk of exactly these bytes."""
    return b"MThd\0\0\0\6\0\0\0\1\1\xe0MTrk" + len(track).to_bytes(4, "big") + track
