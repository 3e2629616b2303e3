"""Drum patterns of the kits, bar by bar, by strength from 0 (hardly there) to 3 (everything)."""

from typing import Final

KICK, SNARE, RIM, CLAP, CLOSED, OPEN, RIDE, CRASH = 36, 38, 37, 39, 42, 46, 51, 49
LOW_TOM, MIDDLE_TOM, HIGH_TOM, SHAKER, TAMBOURINE, TRIANGLE = 45, 47, 50, 70, 54, 81
Pattern = dict[int, str]
"""Drum to sixteenths: `x` hard, `o` soft."""

FOUR: Final[dict[str, tuple[Pattern, ...]]] = {
    "pop": (
        {KICK: "o-------o-------", CLOSED: "o---o---o---o---"},
        {KICK: "x-------x-o-----", RIM: "----x-------x---", CLOSED: "x-o-x-o-x-o-x-o-"},
        {KICK: "x-----o-x-x-----", SNARE: "----x-------x---", CLOSED: "x-o-x-o-x-o-x-o-"},
        {KICK: "x--x--x-x-x--x--", SNARE: "----x--o-o--x---", CLOSED: "xoxoxoxoxoxoxoxo", OPEN: "--------------x-"},
    ),
    "lofi": (
        {KICK: "o---------o-----", CLOSED: "----o-------o---"},
        {KICK: "x---------o-----", SNARE: "----o-------o---", CLOSED: "o---o---o---o---"},
        {KICK: "x------o--x-----", SNARE: "----x-------x---", CLOSED: "x-o-x-o-x-o-x-o-"},
        {KICK: "x--o---o--x--o--", SNARE: "----x--o----x-o-", CLOSED: "x-oox-o-x-oox-o-", SHAKER: "o-o-o-o-o-o-o-o-"},
    ),
    "orchestral": (
        {},
        {TRIANGLE: "o---------------"},
        {KICK: "x-------o-------", TAMBOURINE: "----o-------o---"},
        {KICK: "x-----o-x-------", SNARE: "x-o-x-ooo-o-x-oo", TAMBOURINE: "----x-------x---"},
    ),
    "chiptune": (
        {CLOSED: "o---o---o---o---"},
        {KICK: "x-------x-------", CLOSED: "--x---x---x---x-"},
        {KICK: "x---x---x---x---", SNARE: "----x-------x---", CLOSED: "--x---x---x---x-"},
        {KICK: "x--xx---x-x-x---", SNARE: "----x-------x--o", CLOSED: "xoxoxoxoxoxoxoxo"},
    ),
}
THREE: Final[dict[str, tuple[Pattern, ...]]] = {
    "orchestral": (
        {},
        {TRIANGLE: "o-----------"},
        {KICK: "x-----------", TAMBOURINE: "----o---o---"},
        {KICK: "x---------o-", SNARE: "x-o-o-o-x-oo", TAMBOURINE: "----x---x---"},
    ),
    "": (
        {KICK: "o-----------", CLOSED: "o---o---o---"},
        {KICK: "x-----------", RIM: "----o---o---", CLOSED: "x---o---o---"},
        {KICK: "x---------o-", SNARE: "----x---x---", CLOSED: "x-o-x-o-x-o-"},
        {KICK: "x--x----x---", SNARE: "----x---x-o-", CLOSED: "xoxoxoxoxoxo", OPEN: "----------x-"},
    ),
}
SIX: Final[tuple[Pattern, ...]] = (
    {KICK: "o-----------", CLOSED: "o-----o-----"},
    {KICK: "x-----------", RIM: "------x-----", CLOSED: "x-o-o-x-o-o-"},
    {KICK: "x---------o-", SNARE: "------x-----", CLOSED: "x-o-o-x-o-o-"},
    {KICK: "x---x-----x-", SNARE: "------x---o-", CLOSED: "x-x-x-x-x-x-", OPEN: "----------x-"},
)
FILLS: Final[tuple[Pattern, ...]] = (
    {SNARE: "--xx", HIGH_TOM: "x---"},
    {SNARE: "x-x-xx--", LOW_TOM: "------xx"},
    {SNARE: "x-xx----", HIGH_TOM: "----xx--", LOW_TOM: "------xx"},
    {HIGH_TOM: "x-x-----", MIDDLE_TOM: "----x-x-", LOW_TOM: "-------x", KICK: "x---x---"},
)
"""What ends a section: these replace the end of its last bar."""


def patterns(kit: str, numerator: int, denominator: int) -> tuple[Pattern, ...]:
    """The four strengths of a kit in a metre."""
    if denominator == 8:
        return SIX if kit != "orchestral" else THREE["orchestral"]
    if numerator == 3:
        return THREE.get(kit, THREE[""])
    return FOUR[kit]
