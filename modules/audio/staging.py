"""Where players sit and how much of the room is heard of each: what a score leaves open."""

from dataclasses import dataclass
from typing import Final

from modules.score.score import PAN, Score, Track

CENTRE: Final = 64
_SEATS: Final = (0, 22, -22, 36, -36, 12, -12, 44, -44, 30, -30)
"""Distances from the centre, in the order players take their places."""
_BASSES: Final = range(32, 40)
_WIDE: Final = (range(16), range(16, 24), range(46, 55), range(88, 96))
"""Keyboards, mallets, organs, harp, strings and choirs, pads: their keys spread over the stage."""
_SPREAD: Final = 0.75
"""Of the 127 positions, per semitone away from the middle of the keyboard."""
_SENDS: Final = ((range(32, 40), 0.3), (range(48, 55), 1.3), (range(88, 104), 1.3), (range(24, 32), 0.9))


@dataclass(frozen=True)
class Seat:
    """pan: 0 left, 64 centre, 127 right. spread: how far keys lie apart. send: how much goes into the room."""

    pan: int = CENTRE
    spread: float = 0.0
    send: float = 1.0


def seats(score: Score) -> list[Seat]:
    """A seat for every track; a score that pans any of its tracks decides for all of them."""
    decided = any(control.number == PAN for track in score.tracks for control in track.controls)
    players = [track for track in score.tracks if not _is_central(track)]
    if decided or len(players) == 1:
        return [_seat(track, CENTRE) for track in score.tracks]
    positions = {id(track): CENTRE + _SEATS[order % len(_SEATS)] for order, track in enumerate(players)}
    return [_seat(track, positions.get(id(track), CENTRE)) for track in score.tracks]


def _is_central(track: Track) -> bool:
    return track.is_drum or track.program in _BASSES


def _seat(track: Track, pan: int) -> Seat:
    if track.is_drum:
        return Seat(CENTRE, 0.0, 0.5)
    own = any(control.number == PAN for control in track.controls)
    wide = any(track.program in programs for programs in _WIDE) and not own
    send = next((send for programs, send in _SENDS if track.program in programs), 1.0)
    return Seat(pan, _SPREAD if wide else 0.0, send)
