"""The end of a piece, held: the last sound ends exactly where the piece does."""

from dataclasses import replace

from modules.score.score import Score, Track


def to_the_end(score: Score, end: int) -> Score:
    """What sounds last is held to the end of the last bar, so that file and loop are exactly as long as asked."""
    last = max((note.end for track in score.tracks if not track.is_drum for note in track.notes), default=end)

    def held(track: Track) -> Track:
        notes = (note._replace(end=end) if note.end == last else note for note in track.notes)
        return track if track.is_drum else replace(track, notes=tuple(notes))

    return score if score.end >= end else score.with_tracks(held)
