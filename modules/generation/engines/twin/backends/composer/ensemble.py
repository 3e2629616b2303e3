"""Who plays, by what an order says: a style of the house with the instruments that were named in it."""

from dataclasses import replace
from typing import Final

from modules.composing.styles.catalogue import STYLES
from modules.composing.styles.style import Player, Style
from modules.generation.engines.twin.prompts import Prompt
from modules.generation.engines.twin.vocabulary import INSTRUMENTS

_ALONE: Final = "piano"
_TOGETHER: Final = "pop"
_OWN_FIGURES: Final = {"arpeggio", "late"}
"""Ways to play chords that go by rule and leave no room for what a twin has learned."""


def ensemble(prompt: Prompt, *, own: bool) -> Style:
    """own: the chords are played as they were written, not as the style has it."""
    style = STYLES[prompt.style or _usual(prompt)]
    players, _ = _seated(style, prompt)
    players = [player for player in players if not _refused(player, prompt)]
    if own:
        players = [replace(one, pattern="comp") if one.pattern in _OWN_FIGURES else one for one in players]
    return replace(style, players=tuple(players), kit=style.kit or STYLES[_TOGETHER].kit)


def left_out(prompt: Prompt) -> list[str]:
    """The instruments that nobody has a part for."""
    return _seated(STYLES[prompt.style or _usual(prompt)], prompt)[1]


def _seated(style: Style, prompt: Prompt) -> tuple[list[Player], list[str]]:
    """Who plays, and which instruments found no seat. Where a style has no such part, the band lends its player."""
    players, taken = list(style.players), set[int]()
    standing = [
        name
        for name in prompt.instruments
        if not _seat(players, name, taken) and not (_borrowed(players, name) and _seat(players, name, taken))
    ]
    return players, standing


def _usual(prompt: Prompt) -> str:
    """A piano alone, unless somebody else is asked for."""
    return _TOGETHER if any(name != "piano" for name in prompt.instruments) else _ALONE


def _seat(players: list[Player], name: str, taken: set[int]) -> bool:
    """The first player whose role it can take, and who was given nothing else, plays it."""
    instrument = INSTRUMENTS[name]
    for role in instrument.roles:
        for at, player in enumerate(players):
            if player.role == role and at not in taken:
                taken.add(at)
                if role != "drums":
                    players[at] = replace(player, programs=instrument.programs, name=name.capitalize())
                players[at] = replace(players[at], enters=0.0)
                return True
    return False


def _borrowed(players: list[Player], name: str) -> bool:
    """Whether somebody came whose role the style does not know: drums to a piano, say."""
    known = {player.role for player in players}
    roles = [role for role in INSTRUMENTS[name].roles if role not in known]
    guests = [guest for role in roles for guest in STYLES[_TOGETHER].players if guest.role == role]
    players += guests[:1]
    return bool(guests)


def _refused(player: Player, prompt: Prompt) -> bool:
    """Whoever is not wanted rests; somebody keeps the tune and the chords in any case."""
    programs = {program for name in prompt.without for program in INSTRUMENTS[name].programs}
    roles = {INSTRUMENTS[name].roles[0] for name in prompt.without if name in ("drums", "bass")}
    if player.role in ("melody", "chords"):
        return False
    return player.role in roles or (player.role != "drums" and set(player.programs) <= programs)
