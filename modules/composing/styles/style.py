"""`Style`, everything that makes a piece belong to one, and `Player`, who takes part in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["melody", "double", "counter", "chords", "pad", "bass", "drums"]
Form = Literal["song", "ternary", "cycle"]


@dataclass(frozen=True)
class Player:
    """One track. programs: General MIDI numbers to choose from. low, high: MIDI pitches it stays within.

    enters: plays in sections at least this intense. layer: 1 is always heard in a game, higher ones join as it gets
    more intense. volume: of 127, the balance of the mix. pattern: how it plays, a name its role knows.
    """

    role: Role
    name: str
    programs: tuple[int, ...]
    low: int
    high: int
    enters: float = 0.0
    layer: int = 1
    volume: int = 100
    pattern: str = ""
    transpose: int = 0


@dataclass(frozen=True)
class Groove:
    """One bar of drums at one strength: which instruments are struck in which sixteenths ("x" hard, "o" soft)."""

    beats: Mapping[str, str]


@dataclass(frozen=True)
class Style:
    """tempo: quarters a minute at an ordinary arousal; slower, faster: octaves to the ends of arousal.

    sevenths: share of chords with a seventh. natural: how likely minor goes without the raised seventh. swing: where
    the second eighth of a pair falls, .5 is straight. looseness: milliseconds that players stray. register: where the
    melody lies, MIDI pitch in C major. likeness: the network's word for it. rhythm: how much busier (1 is ordinary) its
    chords are. attack: softest and hardest velocity.
    """

    name: str
    about: str
    tempo: float
    slower: float
    faster: float
    form: Form
    likeness: str
    players: tuple[Player, ...]
    sevenths: float = 0.1
    natural: float = 0.0
    swing: float = 0.5
    looseness: float = 6.0
    register: float = 72.0
    rhythm: float = 1.0
    attack: tuple[int, int] = (46, 104)
    kit: str = ""
    pedal: bool = False

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(player.role for player in self.players)
