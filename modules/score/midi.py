"""MIDI files in: `read_midi` makes a score of whatever somebody sent, or says why it cannot."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from models.errors import Invalid, TooLarge
from modules.score.instruments import instrument_name
from modules.score.midi_conductor import Conductor
from modules.score.midi_events import CHECK_EVERY, META, open_midi, track_events
from modules.score.midi_players import Players
from modules.score.score import Score, Track
from modules.score.tempo import TICKS

LONGEST_SECONDS: Final = 30 * 60.0
MOST_QUARTERS: Final = 20_000
MOST_TRACKS: Final = 64


class NoNotes(Invalid):
    code = "midi.no_notes"
    title = "No notes"


class TooLong(TooLarge):
    code = "midi.too_long"
    title = "The piece is too long"


class TooManyTracks(TooLarge):
    code = "midi.too_many_tracks"
    title = "Too many tracks"


def read_midi(data: bytes, check: Callable[[], None] = lambda: None) -> Score:
    """Read a Standard MIDI File, damaged ones as far as they make sense (see `Score.remarks`).

    Raises an Invalid for what is no MIDI, has no notes, or is too much: the limits stand here and in `midi_events`.
    """
    file = open_midi(data)
    events = [event for track in range(len(file.chunks)) for event in track_events(file, track, check)]
    events.sort(key=lambda event: event.tick)
    scale = TICKS / file.ticks_per_quarter if not file.ticks_per_second else 2 * TICKS / file.ticks_per_second
    conductor, players = Conductor(scale, timed=not file.ticks_per_second), Players(scale)
    for index, event in enumerate(events):
        if index % CHECK_EVERY == 0:
            check()
        (conductor if event.status == META and event.channel not in Players.META else players).take(event)
    return _checked(_score(conductor, players, sorted(file.damage)))


def _score(conductor: Conductor, players: Players, damage: Iterable[str]) -> Score:
    tracks = players.tracks()
    sources = {source for source, _ in tracks}
    title = conductor.names.get(0, "") if sources == {0} or 0 not in sources else ""
    named = _named(tracks, conductor.names)
    return replace(conductor.score(), tracks=named, title=title, remarks=tuple(damage))


def _named(tracks: list[tuple[int, Track]], names: dict[int, str]) -> tuple[Track, ...]:
    """Tracks are called as the file calls them, unless one name in the file covers several players."""
    owners = [source for source, _ in tracks]
    return tuple(
        replace(track, name=names[source])
        if names.get(source) and owners.count(source) == 1
        else replace(track, name=instrument_name(track.program, is_drum=track.is_drum))
        for source, track in tracks
    )


def _checked(score: Score) -> Score:
    if not score.tracks:
        raise NoNotes("There is no note in the file.", next_step="Send a piece with at least one note.")
    if len(score.tracks) > MOST_TRACKS:
        raise TooManyTracks(
            f"There are {len(score.tracks)} tracks with notes.",
            next_step=f"Send at most {MOST_TRACKS}: put players of the same instrument together.",
        )
    if score.seconds > LONGEST_SECONDS:
        raise TooLong(
            f"The piece lasts {score.seconds:,.0f} seconds.",
            next_step=f"Send at most {LONGEST_SECONDS / 60:.0f} minutes, and look for a stray note at the end.",
        )
    if score.end > MOST_QUARTERS * TICKS:
        raise TooLong(
            f"The piece has {score.end // TICKS:,} quarter notes.",
            next_step=f"Send at most {MOST_QUARTERS:,}, and look for a stray note or tempo.",
        )
    return score
