"""Synthesisers for games: square leads, fast broken chords, tight drums."""

from modules.composing.styles.style import Player, Style

STYLE = Style(
    name="chiptune",
    about="Synthesisers for games: square leads, arpeggios, synth bass and tight drums; made to loop.",
    tempo=132.0,
    slower=0.6,
    faster=0.35,
    form="cycle",
    likeness="other",
    players=(
        Player("drums", "Drums", (25, 0), 0, 127, enters=0.4, layer=2, volume=74),
        Player("bass", "Synth bass", (38, 39), 31, 55, layer=1, volume=86, pattern="pump"),
        Player("chords", "Arpeggio", (80, 81), 55, 84, layer=1, volume=88, pattern="arpeggio"),
        Player("pad", "Pad", (90, 88), 46, 70, enters=0.7, layer=4, volume=68),
        Player("melody", "Square lead", (80,), 60, 93, layer=2, volume=120),
        Player("counter", "Second lead", (81, 87), 53, 81, enters=0.58, layer=3, volume=94),
    ),
    sevenths=0.05,
    natural=0.5,
    looseness=0.0,
    register=74.0,
    rhythm=1.25,
    attack=(54, 108),
    kit="chiptune",
)
