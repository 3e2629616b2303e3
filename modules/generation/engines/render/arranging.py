"""The uploaded score as the order wants it: other instruments, another tempo, another key."""

from typing import Final

from models.errors import Invalid, TooLarge
from modules.generation.engines.render import RenderOptions
from modules.score.changes import faster, transpose, with_programs, with_tempo
from modules.score.score import Score

LONGEST_SECONDS: Final = 30 * 60.0
MOST_STEM_SECONDS: Final = 4 * 3600.0
"""Of all stems together: some five gigabytes while they are made."""


class UnknownTrack(Invalid):
    code = "render.unknown_track"


class TooMuchToRender(TooLarge):
    code = "render.too_much"


def arranged(score: Score, options: RenderOptions) -> Score:
    score = with_programs(score, _programs(score, options.instruments))
    score = transpose(score, options.transpose)
    if options.tempo is not None:
        score = faster(score, options.tempo)
    if options.bpm is not None:
        score = with_tempo(score, options.bpm)
    _check_size(score)
    return score


def _programs(score: Score, wanted: dict[str, int]) -> dict[int, int]:
    by_name = {track.name.lower(): index for index, track in reversed(list(enumerate(score.tracks)))}
    found = {}
    for name, program in wanted.items():
        index = int(name) if name.isdecimal() else by_name.get(name.strip().lower())
        if index is None or index >= len(score.tracks):
            known = [f"{number} ({track.name})" for number, track in enumerate(score.tracks)]
            raise UnknownTrack(
                f"There is no track {name!r}.",
                field="options.instruments",
                next_step=f"Name one of these, by number or name: {', '.join(known)}.",
            )
        found[index] = program
    return found


def _check_size(score: Score) -> None:
    if score.seconds > LONGEST_SECONDS:
        raise TooMuchToRender(
            f"At that tempo the piece lasts {score.seconds:,.0f} seconds.",
            field="options.tempo",
            next_step=f"Choose a tempo at which it lasts at most {LONGEST_SECONDS / 60:.0f} minutes.",
        )
    if score.seconds * len(score.tracks) > MOST_STEM_SECONDS:
        raise TooMuchToRender(
            f"{len(score.tracks)} stems of {score.seconds:,.0f} seconds are more than we can hold.",
            field="options.midi",
            next_step="Send fewer tracks, or the piece in parts.",
        )
