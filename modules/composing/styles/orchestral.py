"""Orchestra: strings that carry, winds that sing, brass and drums for what is large."""

from modules.composing.styles.style import Player, Style

STYLE = Style(
    name="orchestral",
    about="Orchestra: strings, winds, horns, harp and drums, from chamber-thin to full.",
    tempo=104.0,
    slower=0.75,
    faster=0.5,
    form="ternary",
    likeness="chamber",
    players=(
        Player("melody", "First voice", (40, 73, 68, 71), 57, 93, layer=2, volume=104),
        Player("double", "Doubling voice", (42, 60, 41), 43, 74, enters=0.66, layer=4, volume=84, transpose=-12),
        Player("counter", "Horn", (60, 70, 41), 46, 72, enters=0.5, layer=3, volume=86),
        Player("chords", "Harp and plucked strings", (46, 45, 48), 48, 79, layer=1, volume=88, pattern="broken"),
        Player("pad", "Strings", (48, 49), 45, 74, enters=0.36, layer=2, volume=80),
        Player("bass", "Basses", (43, 42), 28, 52, layer=1, volume=98, pattern="long"),
        Player("drums", "Percussion", (48,), 0, 127, enters=0.62, layer=4, volume=70),
    ),
    sevenths=0.08,
    looseness=11.0,
    register=73.0,
    attack=(42, 108),
    kit="orchestral",
)
