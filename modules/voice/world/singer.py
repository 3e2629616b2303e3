"""`WorldSinger`: sings phrase by phrase with espeak-ng's sounds, a throat of its own and a pitch of our own."""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from typing import Final

import numpy as np
import pyworld
from scipy.signal import resample_poly

from modules.audio.clip import RATE as STUDIO
from modules.audio.clip import Check, Clip, Samples
from modules.voice.espeak import RATE
from modules.voice.singer import Report, by_time, phrases
from modules.voice.sung import SungNote
from modules.voice.syllables import VOCALISES, Syllable
from modules.voice.voices import Voice
from modules.voice.world import air
from modules.voice.world.contour import contour
from modules.voice.world.levelling import levelled, opened, steadied
from modules.voice.world.loudness import even
from modules.voice.world.speaking import FRAME, Floats, Utterance, utter
from modules.voice.world.timing import LEAD, Timeline, gathered, lay
from modules.voice.world.tone import Tone

_BEFORE: Final = LEAD + air.LONGEST + 0.1
_BEHIND: Final = 0.15
_HIGHEST: Final = 2_100.0
"""Hz that nobody sings above."""
_ROOM: Final = 0.3
"""Seconds of silence behind the last note."""


_Piece = tuple[int, Samples]
"""The sample at which a phrase begins, which may be before the first one, and how it sounds."""


class WorldSinger:
    """late: seconds that it comes behind the notes, detuned: cents that it is off; both for a second voice.

    threads: phrases that are sung at a time; the samples are the same.
    """

    def __init__(self, voice: Voice, *, late: float = 0.0, detuned: float = 0.0, threads: int = 1) -> None:
        self._voice, self._late, self._detuned, self._threads = voice, late, detuned, threads
        self._tone = Tone(voice)
        self._known: dict[tuple[Syllable, ...], Utterance] = {}

    def sing(self, notes: Sequence[SungNote], *, seed: int, report: Report, check: Check) -> Clip:
        ordered = by_time(notes)
        sound = np.zeros(int((ordered[-1].end + _ROOM + abs(self._late)) * STUDIO), dtype=np.float32)
        sung = phrases(ordered)
        before = [0.0, *(phrase[-1].end for phrase in sung)]
        rests = [phrase[0].start - end for phrase, end in zip(sung, before, strict=False)]

        def made(number: int) -> _Piece:
            return self._phrase(sung[number], rests[number], np.random.default_rng((seed, number)))

        with closing(_in_order(made, len(sung), self._threads)) as pieces:
            for number in range(len(sung)):
                check()
                report(number / len(sung), f"phrase {number + 1} of {len(sung)}")
                _mix(sound, *next(pieces))
        report(1.0, "sung")
        return Clip(np.clip(sound, -1.0, 1.0)[:, None], STUDIO)

    def _phrase(self, phrase: list[SungNote], rest: float, random: np.random.Generator) -> _Piece:
        """A phrase by itself; rest is how long it was quiet before."""
        begin = phrase[0].start - _BEFORE
        frames = int((phrase[-1].end + _BEHIND - begin) / FRAME) + 1
        sung = gathered(phrase, VOCALISES["ooh"])
        utterance = self._utterance(tuple(one.syllable for one in sung))
        line = lay(sung, utterance.parts, begin, frames)
        clock = begin + FRAME * np.arange(frames)
        swing = self._voice.vibrato, self._voice.pulse
        pitch = contour(phrase, clock, swing, random) + self._detuned / 100
        samples = even(self._synthesised(utterance, line, pitch), sung, begin)
        samples = air.inhaled(samples, (begin, sung[0].start - sung[0].onset, rest), self._tone, random)
        full = air.brightened(resample_poly(samples, STUDIO // RATE, 1), samples, random).astype(np.float32)
        return round((begin + self._late) * STUDIO), full

    def _utterance(self, syllables: tuple[Syllable, ...]) -> Utterance:
        """A chorus that returns is spoken once."""
        if syllables not in self._known:
            raw = utter(syllables, self._tone.timbre)
            envelope = levelled(self._tone.coloured(raw.envelope), raw.parts, raw.hearts)
            self._known[syllables] = replace(raw, envelope=envelope)
        return self._known[syllables]

    def _synthesised(self, utterance: Utterance, line: Timeline, pitch: Floats) -> Floats:
        last = len(utterance.voiced) - 1
        place = np.clip(line.position, 0.0, last - 1e-6)
        below = place.astype(int)
        share = (place - below)[:, None]
        envelope = utterance.envelope[below] * (1 - share) + utterance.envelope[below + 1] * share
        nearest = np.minimum(np.rint(place).astype(int), last)
        voiced = utterance.voiced[nearest] & (line.sounding > 0)
        tones = np.where(voiced, np.minimum(440.0 * 2 ** ((pitch - 69) / 12), _HIGHEST), 0.0)
        shaped = steadied(opened(envelope, tones), tones, utterance.hearts[nearest])
        power = np.exp(shaped) * (line.sounding**2 + 1e-9)[:, None]
        noise = self._tone.aperiodic(voiced.astype(float), utterance.rough[nearest])
        made = pyworld.synthesize(tones, np.ascontiguousarray(power), np.ascontiguousarray(noise), RATE, 1000 * FRAME)
        return np.asarray(made)


def _in_order(made: Callable[[int], _Piece], count: int, threads: int) -> Generator[_Piece, None, None]:
    """Phrase after phrase, each when it is asked for, or some ahead of that where there are threads."""
    if threads < 2:
        yield from map(made, range(count))
        return
    pool = ThreadPoolExecutor(threads)
    try:
        yield from pool.map(made, range(count))
    finally:
        pool.shutdown(cancel_futures=True)


def _mix(sound: Samples, at: int, piece: Samples) -> None:
    heard = piece[max(-at, 0) :]
    room = sound[max(at, 0) : max(at, 0) + len(heard)]
    room += heard[: len(room)]
