"""Chord progressions of four bars, by mode and colour, and the chords that their degrees stand for."""

from typing import Final, NamedTuple

from modules.composing import chords

Degrees = tuple[str, ...]
"""One degree a bar; `ii-V` is two chords in a bar."""


class Progression(NamedTuple):
    """colour: 1 the brightest, -1 the darkest the mode has."""

    degrees: Degrees
    colour: float


def _pool(lines: dict[float, str]) -> tuple[Progression, ...]:
    return tuple(
        Progression(tuple(text.split()), colour) for colour, texts in lines.items() for text in texts.split(" | ")
    )


MAJOR: Final = _pool(
    {
        1.0: "I IV I V | I V I IV | I IV V I | I I IV V | I V IV I | I I V I | I V I I",
        0.55: (
            "I iii IV V | I II IV I | I IV V/V V | I vi IV V | I V vi IV | I IV ii V | I V/IV IV V | I ii IV V | "
            "I V/vi vi IV | IV I V I"
        ),
        0.1: (
            "I vi ii V | vi IV I V | vi iii IV V | IV vi V ii | I bVII IV v | I iii vi IV | ii V I vi | I V/ii ii V | "
            "I bVII IV I | IV V iii vi | I IV vi V"
        ),
        -0.5: "vi ii V I | I v IV iv | I iv I V | vi iii IV I | I bVII bVI V | vi IV ii V | I vi iv V | ii vi IV V",
    }
)
MINOR: Final = _pool(
    {
        1.0: (
            "i VII VI VII | i III VII IV | i IV i VII | i VI III VII | VI VII i III | VI III VII i | i VII III IV | "
            "VI III i VII"
        ),
        0.4: "i VII VI V | i VI VII i | i iv VII III | i III VI V | i v VI VII | i iv VI V | i VI iv VII",
        -0.2: "i iv i V | i VI iv V | i iv V i | i V i iv | i i iv V | i v iv V | i V/iv iv V | i VI ii V",
        -0.9: "i bII i V | i bII V i | i ii V i | i iv bII V | i vii i V | i i bII V | i iv ii V | i VI bII V",
    }
)
POOLS: Final = (MAJOR, MINOR)

_MAJOR_CHORDS: Final = (
    "I=C:maj ii=D:min II=D:maj iii=E:min IV=F:maj iv=F:min v=G:min V=G:maj vi=A:min bIII=Eb:maj bVI=Ab:maj "
    "bVII=Bb:maj V/ii=A:7 V/IV=C:7 V/V=D:7 V/vi=E:7 V7=G:7 Imaj7=C:maj7"
)
_MINOR_CHORDS: Final = (
    "i=A:min ii=B:dim III=C:maj iv=D:min IV=D:maj v=E:min V=E:maj VI=F:maj VII=G:maj vii=Ab:dim bII=Bb:maj "
    "V/iv=A:7 V7=E:7"
)


def _degrees(text: str) -> dict[str, int]:
    return {degree: chords.parse(label) for degree, label in (word.split("=") for word in text.split())}


DEGREES: Final = (_degrees(_MAJOR_CHORDS), _degrees(_MINOR_CHORDS))
"""Chord ids of the degrees, in C major and in A minor."""
NATURAL: Final = {"V": "v", "V7": "v", "vii": "VII"}
"""What stands in minor for chords with the raised seventh where a piece keeps to its scale."""
CADENCES: Final[tuple[dict[str, tuple[Degrees, ...]], ...]] = (
    {
        "half": (("ii", "V"), ("IV", "V"), ("vi", "V"), ("I", "V")),
        "authentic": (("V", "I"), ("ii-V7", "I"), ("IV-V", "I")),
        "plagal": (("IV", "I"), ("iv", "I")),
        "deceptive": (("V", "vi"), ("IV-V", "vi")),
        "turn": (("IV", "V"), ("ii", "V7"), ("vi", "V")),
        "final": (("V7", "I"), ("ii-V7", "I"), ("IV-V7", "I")),
    },
    {
        "half": (("iv", "V"), ("VI", "V"), ("i", "V"), ("ii", "V")),
        "authentic": (("V", "i"), ("iv-V", "i"), ("ii-V7", "i")),
        "plagal": (("iv", "i"), ("VI", "i")),
        "deceptive": (("V", "VI"), ("iv-V", "VI")),
        "turn": (("iv", "V"), ("VI", "V7"), ("ii", "V")),
        "final": (("V7", "i"), ("iv-V7", "i"), ("ii-V7", "i")),
    },
)
"""The last two bars of a phrase, by mode and cadence."""
