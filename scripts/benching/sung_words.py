"""What a recogniser makes of sung words: pocketsphinx with its own English, told which words there are, not where.

The recogniser hears 16 kHz and takes its words from a small list: all that are written in WORDS, which is a fair task
for a network that was trained on telephone speech and never heard anybody sing. The plain voice beside it is
espeak-ng's own speech, word by word, stretched to the same notes and put on their pitch with the same tools, without
anything that makes it singing: no consonants ahead, no vowels held, no levels evened. Share of written words that come
back in order (1 - deletions and substitutions over words; insertions are told apart).
"""

import tempfile
from collections.abc import Sequence
from typing import Any

import librosa
import numpy as np
import numpy.typing as npt
import pyworld
from pocketsphinx import Decoder

from modules.audio.clip import Clip
from modules.voice.espeak import RATE, espeak
from modules.voice.words.setting import Setting

WORDS = """
When the morning light is falling on the water
I will walk along the river to the sea
and the silver birds are singing to each other
every window in the valley looks at me

Open up your hands and let the summer in
we have waited such a long and lonely time
take a little step and let the road begin
over every hill there is a hill to climb

Stay with me until the stars are burning low
hold the lantern while I open up the door
there is nothing in the dark we do not know
there is music where the silence was before

Carry me over the garden wall
paper boats on a yellow stream
nobody listens and nobody calls
only the wind in an afternoon dream
"""
FLAT = 5.0
"""Milliseconds between two frames of the plain voice."""
Floats = npt.NDArray[Any]


class Recogniser:
    def __init__(self) -> None:
        listed = sorted({word.lower() for word in WORDS.split()})
        spelled = Decoder(samprate=16_000, lm=None, loglevel="FATAL")
        self.known = [word for word in listed if spelled.lookup_word(word)]
        with tempfile.NamedTemporaryFile("w", suffix=".lm") as written:
            written.write(_alike([*self.known, "<s>", "</s>"]))
            written.flush()
            self._decoder = Decoder(samprate=16_000, lm=written.name, loglevel="FATAL")

    def words(self, clip: Clip) -> list[str]:
        sound = librosa.resample(clip.samples.mean(axis=1), orig_sr=clip.rate, target_sr=16_000)
        self._decoder.start_utt()
        self._decoder.process_raw((np.clip(sound, -1, 1) * 32_000).astype("<i2").tobytes(), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return found.hypstr.split() if found else []


def _alike(words: Sequence[str]) -> str:
    """A language in the ARPA format in which every word is as likely as every other, wherever it stands."""
    chance = -np.log10(len(words))
    rows = "\n".join(f"{chance:.4f} {word}" for word in words)
    return f"\\data\\\nngram 1={len(words)}\n\n\\1-grams:\n{rows}\n\n\\end\\\n"


def recovered(written: Sequence[str], heard: Sequence[str]) -> tuple[int, int]:
    """How many written words were heard in order, and how many were heard that nobody wrote."""
    best = np.zeros((len(written) + 1, len(heard) + 1), dtype=int)
    for row, word in enumerate(written):
        for column, other in enumerate(heard):
            same = best[row, column] + (word == other)
            best[row + 1, column + 1] = max(same, best[row, column + 1], best[row + 1, column])
    found = int(best[-1, -1])
    return found, len(heard) - found


def written_words(setting: Setting) -> list[list[tuple[str, float, float]]]:
    """(word, start, end) by line, as they are sung."""
    lines = []
    for line in setting.lines:
        starts = [at for at, one in enumerate(line) if one.begins_word]
        ends = [*starts[1:], len(line)]
        lines.append(
            [
                ("".join(one.text for one in line[a:b]).lower(), line[a].start, line[b - 1].end)
                for a, b in zip(starts, ends, strict=True)
            ]
        )
    return lines


def plain_voice(setting: Setting, voice: str = "en-us") -> Clip:
    """Every word as espeak-ng says it, stretched from its start to its end."""
    words = [word for line in written_words(setting) for word in line]
    end = max(note.end for note in setting.notes)
    frames = int((end + 0.3) * 1000 / FLAT)
    power, noise = np.full((frames, 513), 1e-12), np.ones((frames, 513))
    tones = np.zeros(frames)
    for note in setting.notes:
        tones[int(note.start * 1000 / FLAT) : int(note.end * 1000 / FLAT)] = librosa.midi_to_hz(note.pitch)
    for text, start, stop in words:
        first, last = int(start * 1000 / FLAT), int(stop * 1000 / FLAT)
        pitch, envelope, air = _analysed(text, voice)
        place = np.clip(np.linspace(0, len(pitch) - 1, max(last - first, 1)).round().astype(int), 0, len(pitch) - 1)
        power[first:last], noise[first:last] = envelope[place][: last - first], air[place][: last - first]
        tones[first:last] *= pitch[place][: last - first] > 0
    made = pyworld.synthesize(tones, power, noise, RATE, FLAT)
    return Clip((0.5 * made / max(np.abs(made).max(), 1e-9)).astype(np.float32)[:, None], RATE)


def _analysed(text: str, voice: str) -> tuple[Floats, Floats, Floats]:
    names = [[("'" if one.stress == 2 else "") + one.name for one in word] for word in espeak().words(text, voice)]
    spoken = espeak().say(names, voice, "", 125)
    wave = spoken.samples[spoken.starts[0] if spoken.starts else 0 : spoken.end]
    pitch, times = pyworld.dio(wave, RATE, frame_period=FLAT)
    pitch = pyworld.stonemask(wave, pitch, times, RATE)
    return pitch, pyworld.cheaptrick(wave, pitch, times, RATE), pyworld.d4c(wave, pitch, times, RATE)


def by_line(setting: Setting, clip: Clip, recogniser: Recogniser) -> tuple[int, int, int]:
    """Words written, recovered and invented, line by line, for what stands between the rests around it."""
    written = found = invented = 0
    for line in written_words(setting):
        text = [word for word, _, _ in line]
        part = clip.samples[int(max(line[0][1] - 0.3, 0) * clip.rate) : int((line[-1][2] + 0.25) * clip.rate)]
        right, wrong = recovered(text, recogniser.words(Clip(part, clip.rate)))
        written, found, invented = written + len(text), found + right, invented + wrong
    return written, found, invented
