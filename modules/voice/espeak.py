"""`Espeak`: the door to espeak-ng, which says how words are spoken and speaks phonemes; one at a time in a process."""

import ctypes
import os
import re
import tempfile
import threading
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

RATE: Final = 22_050
"""What espeak-ng speaks at."""
_RETRIEVAL, _PHONEME_EVENTS, _DONT_EXIT = 1, 0x0001, 0x8000
_SPEAK: Final = 1 | 0x100 | 0x1000
"""UTF-8, phonemes in brackets, a pause at the end: without it the last sound is cut."""
_PHONEME_EVENT: Final = 7
_SPEED, _PITCH, _PITCH_RANGE = 1, 3, 4
_SEPARATED: Final = ord("_") << 8
_IPA: Final = 2
_STEADY: Final = "flutter 0\nroughness 0\necho 0 0\nbreath 0\n"
"""What sounds different each time it is spoken is switched off, so that the same words give the same samples."""
_NOTHING: Final = "[[a]]"
"""Said before everything: the first sound behind words that were only asked about comes without its time."""
_SOFTENED: Final = re.compile(r"_;(?=_|$)")
"""What softens a consonant stands apart in espeak-ng's own letters, and not in IPA."""
_LOCK: Final = threading.Lock()
"""The library keeps one voice and one sentence in globals."""

Wave = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sound:
    """A phoneme as espeak-ng writes it, in IPA and in its own letters; stress is 0, 1 (second) or 2 (first)."""

    ipa: str
    name: str
    stress: int = 0


@dataclass(frozen=True)
class Spoken:
    """samples at RATE; starts: where each phoneme that was asked for begins; end: where the last one does end."""

    samples: Wave
    starts: tuple[int, ...]
    end: int


class _Identity(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Identity),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class Espeak:
    """Ask `espeak()` for the only one there is."""

    def __init__(self, library: str, data: str) -> None:
        self._library: Any = ctypes.CDLL(library)
        self._data = Path(data)
        self._parts: list[npt.NDArray[np.int16]] = []
        self._events: list[tuple[int, str]] = []
        self._callback = _Callback(self._heard)
        self._library.espeak_Initialize(_RETRIEVAL, 0, os.fsencode(data), _PHONEME_EVENTS | _DONT_EXIT)
        self._library.espeak_SetSynthCallback(self._callback)
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p

    def words(self, text: str, voice: str) -> list[list[Sound]]:
        """How a text is spoken, word by word; figures and abbreviations may become several words."""
        with _LOCK:
            self._library.espeak_SetVoiceByName(voice.encode())
            ipa, names = (self._phonemes(text, mode) for mode in (_SEPARATED | _IPA, _SEPARATED))
        apart = [[word for word in told.split() if _split(word)] for told in (ipa, names)]
        if len(apart[0]) != len(apart[1]):
            apart = [["_".join(words)] for words in apart]
        return [sounds for sounds in (_sounds(*pair) for pair in zip(*apart, strict=True)) if sounds]

    def say(self, names: list[list[str]], voice: str, timbre: str, speed: int) -> Spoken:
        """Speak phonemes, in groups that belong together, on one pitch; timbre is lines of a voice file."""
        with _LOCK:
            self._wear(voice, timbre)
            for parameter, value in ((_SPEED, speed), (_PITCH_RANGE, 0), (_PITCH, 50)):
                self._library.espeak_SetParameter(parameter, value, 0)
            self._spoken(_NOTHING, [])
            self._library.espeak_ng_SetRandSeed(ctypes.c_long(1))
            return self._spoken(
                "[[" + " ".join("|".join(group) for group in names) + "]]", list(chain.from_iterable(names))
            )

    def _phonemes(self, text: str, mode: int) -> str:
        given = ctypes.c_char_p(text.encode())
        pointer = ctypes.pointer(given)
        told = []
        while given.value is not None:
            part = self._library.espeak_TextToPhonemes(pointer, 1, mode)
            if part is None:
                break
            told.append(part.decode())
        return " ".join(told)

    def _wear(self, voice: str, timbre: str) -> None:
        file = next(path for path in sorted((self._data / "lang").rglob("*")) if path.name.lower() == voice)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".voice") as worn:
            worn.write(file.read_text(encoding="utf-8") + "\n" + timbre + _STEADY)
            worn.flush()
            self._library.espeak_ng_SetVoiceByFile(os.fsencode(worn.name))

    def _spoken(self, text: str, wanted: list[str]) -> Spoken:
        self._parts, self._events = [], []
        data = text.encode()
        self._library.espeak_Synth(data, ctypes.c_size_t(len(data) + 1), 0, 0, 0, _SPEAK, None, None)
        self._library.espeak_Synchronize()
        samples = np.concatenate(self._parts) / 32768.0 if self._parts else np.zeros(1)
        sounds = [(at, name) for at, name in self._events if name.strip("_:|;!")]
        after = [at for at, name in self._events if not name.strip("_:|;!") and sounds and at > sounds[-1][0]]
        kept = _wanted(wanted, [name for _, name in sounds])
        return Spoken(samples, tuple(sounds[place][0] for place in kept), min([*after, len(samples)]))

    def _heard(self, wave: Any, count: int, events: Any) -> int:
        if wave and count > 0:
            self._parts.append(np.ctypeslib.as_array(wave, (count,)).copy())
        at = 0
        while events[at].type != 0:
            if events[at].type == _PHONEME_EVENT:
                self._events.append((events[at].sample, bytes(events[at].id.string).decode("utf-8", "replace")))
            at += 1
        return 0


def _wanted(asked: list[str], said: list[str]) -> list[int]:
    """The places of the sounds that were asked for, among others that join words: "there r is"; all where some lack."""
    extra = len(said) - len(asked)
    names = [name.lstrip("',%=") for name in asked], [name.lstrip("',%=") for name in said]
    if extra <= 0:
        return list(range(len(said)))
    ways: list[tuple[int, list[int]]] = [(0, []), *((len(said), []) for _ in range(extra))]
    for at, name in enumerate(names[0]):
        reached = [(cost + (names[1][at + more] != name), [*kept, at + more]) for more, (cost, kept) in enumerate(ways)]
        ways = [min(reached[: more + 1]) for more in range(extra + 1)]
    return ways[-1][1]


def _sounds(ipa: str, names: str) -> list[Sound]:
    pairs = zip(_split(ipa), _split(_SOFTENED.sub(";", names)), strict=False)
    return [
        Sound(sound.lstrip("ˈˌ"), name.lstrip("',%="), 2 if "ˈ" in sound else int("ˌ" in sound))
        for sound, name in pairs
    ]


def _split(told: str) -> list[str]:
    return [part for part in told.split("_") if part.strip("ˈˌ',%=:|!") and part[0] not in "(-"]


@cache
def espeak() -> Espeak:
    """Opened when it is first asked for."""
    import espeakng_loader  # noqa: PLC0415  # loads nothing until somebody sings

    return Espeak(str(espeakng_loader.get_library_path()), str(espeakng_loader.get_data_path()))
