"""`score_of` joins the bars of a stream into a `Score`, to the tick; `replayed` writes them again from their moods."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from models.live import LiveBar, LiveTrack
from models.mood import Point
from modules.composing.planning.key import MODES, read_key
from modules.composing.planning.metre import read_metre
from modules.live.composing.composer import LiveComposer, Thread
from modules.live.composing.thread import MICROSECONDS
from modules.score.score import VOLUME, Chord, Control, Key, Marker, Note, Score, TimeSignature, Track
from modules.score.tempo import TICKS, Tempo

Player = tuple[str, int]


def replayed(composer: LiveComposer, thread: Thread, moods: Iterable[Point]) -> list[LiveBar]:
    """The bars from a thread on, one for every mood: bit for bit those that were played."""
    bars = []
    for mood in moods:
        bar, thread = composer.write(thread, mood)
        bars.append(bar)
    return bars


def score_of(bars: Sequence[LiveBar], title: str = "") -> Score:
    """The bars one after the other. A player who changed instruments is a track for each of them."""
    starts = _starts(bars)
    players: dict[Player, list[Note]] = {}
    volumes: dict[Player, int] = {}
    drums: set[Player] = set()
    for bar, start in zip(bars, starts, strict=False):
        for track in bar.tracks:
            player = track.name, track.program
            players.setdefault(player, []).extend(_notes(bar, track, start))
            volumes[player] = track.volume
            drums |= {player} if track.drums else set()
    names = _names(list(players))
    return Score(
        tracks=tuple(
            Track(names[one], one[1], one in drums, _apart(notes), (Control(0, VOLUME, volumes[one]),))
            for one, notes in players.items()
        ),
        tempos=_tempos(bars, starts),
        time_signatures=_signatures(bars),
        keys=_keys(bars, starts),
        chords=_chords(bars, starts),
        markers=_markers(bars, starts),
        title=title,
    )


def _starts(bars: Sequence[LiveBar]) -> list[int]:
    """[bars + 1] ticks."""
    starts = [0]
    for bar in bars:
        starts.append(starts[-1] + read_metre(bar.metre).ticks)
    return starts


def _quarter(bar: LiveBar) -> int:
    """Microseconds."""
    return round(bar.seconds * MICROSECONDS * TICKS / read_metre(bar.metre).ticks)


def ticks(bar: LiveBar, seconds: float) -> int:
    """Ticks from the bar line; the inverse of `playing.seconds`."""
    return round(seconds * MICROSECONDS * TICKS / _quarter(bar))


def _notes(bar: LiveBar, track: LiveTrack, start: int) -> list[Note]:
    return [
        Note(start + ticks(bar, one.start), start + ticks(bar, one.end), one.pitch, one.velocity) for one in track.notes
    ]


def _apart(notes: list[Note]) -> tuple[Note, ...]:
    """Sorted; a note that rings into the next bar ends where its key is struck again."""
    by_pitch: dict[int, list[Note]] = {}
    for note in sorted(notes):
        by_pitch.setdefault(note.pitch, []).append(note)
    cut = []
    for same in by_pitch.values():
        cut += [one._replace(end=min(one.end, after.start)) for one, after in pairwise(same)] + same[-1:]
    return tuple(sorted(cut))


def _names(players: list[Player]) -> dict[Player, str]:
    found: dict[Player, str] = {}
    for name, program in players:
        number = 1 + sum(other == name for other, _ in found)
        found[name, program] = name if number == 1 else f"{name} {number}"
    return found


def _tempos(bars: Sequence[LiveBar], starts: list[int]) -> tuple[Tempo, ...]:
    found = [Tempo(start, _quarter(bar)) for bar, start in zip(bars, starts, strict=False)]
    return tuple(one for k, one in enumerate(found) if k == 0 or one.microseconds != found[k - 1].microseconds)


def _signatures(bars: Sequence[LiveBar]) -> tuple[TimeSignature, ...]:
    metre = read_metre(bars[0].metre if bars else "4/4")
    return (TimeSignature(0, metre.numerator, metre.denominator),)


def _keys(bars: Sequence[LiveBar], starts: list[int]) -> tuple[Key, ...]:
    found = []
    for index, (bar, start) in enumerate(zip(bars, starts, strict=False)):
        if index == 0 or bar.key != bars[index - 1].key:
            key = read_key(bar.key)
            found.append(Key(start, key.tonic, "minor" if MODES[key.mode] == "minor" else "major"))
    return tuple(found)


def _chords(bars: Sequence[LiveBar], starts: list[int]) -> tuple[Chord, ...]:
    found = []
    for bar, start, end in zip(bars, starts, starts[1:], strict=False):
        places = [start + ticks(bar, one.at) for one in bar.chords] + [end]
        found += [Chord(*edges, one.name) for one, edges in zip(bar.chords, pairwise(places), strict=True)]
    return tuple(found)


def _markers(bars: Sequence[LiveBar], starts: list[int]) -> tuple[Marker, ...]:
    return tuple(
        Marker(start, bar.section)
        for index, (bar, start) in enumerate(zip(bars, starts, strict=False))
        if index == 0 or bar.section != bars[index - 1].section
    )
