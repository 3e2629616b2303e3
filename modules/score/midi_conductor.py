"""What a MIDI file says about the whole piece: tempo, metre, key, title, chords and sections."""

from typing import Final

from models.errors import Invalid
from modules.score.midi_events import Event
from modules.score.score import Chord, Key, Marker, Score, TimeSignature
from modules.score.tempo import Tempo

TRACK_NAME, TEXT, MARKER, TEMPO, TIME_SIGNATURE, KEY = 0x03, 0x01, 0x06, 0x51, 0x58, 0x59
CHORD_PREFIX: Final = "chord:"
_LONGEST_NAME: Final = 200


class TempoZero(Invalid):
    code = "midi.tempo_zero"
    title = "A tempo of zero"


def readable(text: bytes) -> str:
    """Whatever encoding it was written in, without control characters."""
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError:
        decoded = text.decode("latin-1")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in decoded).split())[:_LONGEST_NAME]


class Conductor:
    """Takes the meta events in order of time; later ones on the same tick win."""

    def __init__(self, scale: float, *, timed: bool) -> None:
        self._scale, self._timed = scale, timed
        self._tempos: dict[int, Tempo] = {}
        self._metres: dict[int, TimeSignature] = {}
        self._keys: dict[int, Key] = {}
        self._chords: list[tuple[int, str]] = []
        self._markers: list[Marker] = []
        self.names: dict[int, str] = {}

    def take(self, event: Event) -> None:
        tick = round(event.tick * self._scale)
        kind, text = event.channel, event.text
        if kind == TEMPO and len(text) >= 3:
            self._take_tempo(tick, int.from_bytes(text[:3], "big"))
        elif kind == TIME_SIGNATURE and len(text) >= 2 and 0 < text[0] <= 64 and text[1] <= 6:
            self._metres[tick] = TimeSignature(tick, text[0], 1 << text[1])
        elif kind == KEY and len(text) >= 2:
            self._take_key(tick, text[0], text[1])
        elif kind in {TRACK_NAME, MARKER, TEXT}:
            self._take_text(event, tick, readable(text))

    def _take_tempo(self, tick: int, microseconds: int) -> None:
        if microseconds == 0:
            raise TempoZero(
                "The file asks for a tempo of zero.", field="tempo", next_step="Set a tempo and export the piece again."
            )
        if self._timed:
            self._tempos[tick] = Tempo(tick, microseconds)

    def _take_key(self, tick: int, sharps: int, minor: int) -> None:
        fifths = sharps - 256 if sharps > 127 else sharps
        if -7 <= fifths <= 7:
            tonic = (fifths * 7 + (9 if minor == 1 else 0)) % 12
            self._keys[tick] = Key(tick, tonic, "minor" if minor == 1 else "major")

    def _take_text(self, event: Event, tick: int, text: str) -> None:
        if event.channel == TRACK_NAME:
            self.names.setdefault(event.track, text)
        elif text.startswith(CHORD_PREFIX):
            self._chords.append((tick, text.removeprefix(CHORD_PREFIX).strip()))
        elif event.channel == MARKER and text:
            self._markers.append(Marker(tick, text))

    def score(self) -> Score:
        """Everything but the players and the title."""
        ends = [tick for tick, _ in self._chords[1:]] + [max([tick for tick, _ in self._chords], default=0)]
        chords = (Chord(tick, end, name) for (tick, name), end in zip(self._chords, ends, strict=False) if name)
        return Score(
            tracks=(),
            tempos=tuple(sorted(({0: Tempo(0, 500_000)} | self._tempos).values())),
            time_signatures=tuple(sorted(({0: TimeSignature(0, 4, 4)} | self._metres).values())),
            keys=tuple(sorted(self._keys.values())),
            chords=tuple(chord for chord in chords if chord.end > chord.start),
            markers=tuple(self._markers),
        )
