"""Lo-fi: slow swung drums, electric piano, round bass, few notes."""

from modules.composing.styles.style import Player, Style

STYLE = Style(
    name="lofi",
    about="Lo-fi: a swung, dusty groove under electric piano with sevenths.",
    tempo=84.0,
    slower=0.45,
    faster=0.35,
    form="cycle",
    likeness="pop",
    players=(
        Player("drums", "Drums", (0,), 0, 127, enters=0.38, layer=2, volume=104),
        Player("bass", "Bass", (32, 33, 35), 28, 50, enters=0.34, layer=1, volume=104, pattern="round"),
        Player("chords", "Electric piano", (4, 5), 50, 76, layer=1, volume=84, pattern="late"),
        Player("pad", "Warm pad", (89, 91), 46, 70, enters=0.55, layer=3, volume=68),
        Player("melody", "Melody", (11, 4, 24, 66), 60, 84, layer=3, volume=110),
        Player("counter", "Guitar", (24, 26), 52, 76, enters=0.7, layer=4, volume=96),
    ),
    sevenths=0.85,
    natural=0.7,
    swing=0.58,
    looseness=9.0,
    register=71.0,
    rhythm=0.8,
    attack=(44, 92),
    kit="lofi",
)
