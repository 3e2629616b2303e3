"""`BankSinger`: sings phrase by phrase with the networks of a DiffSinger voice bank, on our own pitch."""

from collections.abc import Sequence
from math import gcd
from typing import Final

import numpy as np
from scipy.signal import resample_poly

from modules.audio.clip import RATE, Check, Clip
from modules.voice.banks.bank import Bank
from modules.voice.banks.networks import Array, Networks, Tokens
from modules.voice.banks.timing import SILENCE, Spelled, borders, spelled, usual
from modules.voice.singer import Report, by_time, phrases
from modules.voice.sung import SungNote
from modules.voice.syllables import VOCALISES
from modules.voice.world.contour import contour
from modules.voice.world.timing import Sung, gathered

_SWING: Final = (36.0, 5.5)
_ROOM: Final = 0.3
_PEAK: Final = 0.9


class BankSinger:
    """bank: as `read_bank` has it. steps: of diffusion; more is finer and slower.

    late: seconds that it comes behind the notes, detuned: cents that it is off; both for a second voice.
    """

    def __init__(self, bank: Bank, *, steps: int = 20, late: float = 0.0, detuned: float = 0.0) -> None:
        self.bank, self._steps = bank, steps
        self._late, self._detuned = late, detuned

    def sing(self, notes: Sequence[SungNote], *, seed: int, report: Report, check: Check) -> Clip:
        ordered = by_time(notes)
        rate = self.bank.vocoder.rate
        sound = np.zeros(int((ordered[-1].end + _ROOM + abs(self._late)) * rate))
        networks = Networks(self.bank, seed, self._steps)
        sung = phrases(ordered)
        for number, phrase in enumerate(sung):
            check()
            report(number / len(sung), f"phrase {number + 1} of {len(sung)}")
            part, begin = self._phrase(phrase, networks, np.random.default_rng((seed, number)))
            at = round((begin + self._late) * rate)
            part = part[max(-at, 0) :]
            room = sound[max(at, 0) : max(at, 0) + len(part)]
            room += part[: len(room)]
        report(1.0, "sung")
        return _studio(sound, rate)

    def _phrase(self, phrase: list[SungNote], networks: Networks, random: np.random.Generator) -> tuple[Array, float]:
        """[samples] and the time at which they begin."""
        frame = self.bank.vocoder.hop / self.bank.vocoder.rate
        sung = gathered(phrase, VOCALISES["ooh"])
        syllables = spelled(sung, self.bank)
        begin = sung[0].start - SILENCE
        times = borders(sung, syllables, self._wishes(sung, syllables, networks))
        places = np.rint((np.array([begin, *times, times[-1] + SILENCE]) - begin) / frame).astype(np.int64)
        durations = np.maximum(np.diff(np.maximum.accumulate(places)), 0)
        names = ["SP", *(name for part in syllables for name in part.names), "SP"]
        tokens = self._tokens(names, sung[0].syllable.language)
        kept = durations > 0
        clock = begin + frame * np.arange(int(durations.sum()))
        pitch = contour(phrase, clock, _SWING, random) + self._detuned / 100
        hertz = 440.0 * 2 ** ((pitch - 69) / 12)
        return networks.sound(Tokens(tokens.numbers[kept], tokens.languages[kept]), durations[kept], hertz), begin

    def _tokens(self, names: Sequence[str], language: str) -> Tokens:
        numbers = np.array([self.bank.phonemes[name] for name in names], dtype=np.int64)
        spoken_in = self.bank.languages.get(language.partition("-")[0], 0)
        return Tokens(numbers, np.full(len(names), spoken_in, dtype=np.int64))

    def _wishes(self, sung: list[Sung], syllables: list[Spelled], networks: Networks) -> list[list[float]]:
        """How long the bank's own duration network would have each phoneme, where there is one."""
        frame = self.bank.vocoder.hop / self.bank.vocoder.rate
        counts = np.array([len(part.names) for part in syllables], dtype=np.int64)
        tokens = self._tokens([name for part in syllables for name in part.names], sung[0].syllable.language)
        words = counts, np.array([max(round(one.length / frame), 1) for one in sung], dtype=np.int64)
        pitches = np.repeat(np.array([part.pitch for part in syllables], dtype=np.int64), counts)
        found = networks.lengths(tokens, words, pitches)
        if found is None:
            return usual(syllables)
        seconds = np.clip(found * frame, 0.02, 0.4)
        return [list(map(float, part)) for part in np.split(seconds, np.cumsum(counts)[:-1])]


def _studio(sound: Array, rate: int) -> Clip:
    """At 44.1 kHz, and no louder than a clip may be."""
    if rate != RATE:
        common = gcd(rate, RATE)
        sound = resample_poly(sound, RATE // common, rate // common)
    peak = float(np.abs(sound).max()) if len(sound) else 0.0
    loud = sound * (_PEAK / peak if peak > _PEAK else 1.0)
    return Clip(loud.astype(np.float32)[:, None], RATE)
