"""Piano alone: both hands, pedal, free in time."""

from modules.composing.styles.style import Player, Style

STYLE = Style(
    name="piano",
    about="Piano solo: a melody over broken chords, with pedal.",
    tempo=120.0,
    slower=0.85,
    faster=0.5,
    form="ternary",
    likeness="piano",
    players=(
        Player("melody", "Piano melody", (0,), 57, 91, layer=2, volume=104),
        Player("counter", "Piano inner voice", (0,), 52, 79, enters=0.55, layer=3, volume=92),
        Player("chords", "Piano left hand", (0,), 28, 74, layer=1, volume=96, pattern="hands"),
    ),
    sevenths=0.15,
    natural=0.4,
    looseness=9.0,
    register=72.0,
    attack=(40, 106),
    pedal=True,
)
