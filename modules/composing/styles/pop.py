"""A pop band: drums, bass, guitar or piano, strings, a lead."""

from modules.composing.styles.style import Player, Style

STYLE = Style(
    name="pop",
    about="Pop band: drums, bass, chords, strings and a lead instrument in verses and choruses.",
    tempo=116.0,
    slower=0.75,
    faster=0.42,
    form="song",
    likeness="pop",
    players=(
        Player("drums", "Drums", (0,), 0, 127, enters=0.42, layer=3, volume=92),
        Player("bass", "Bass", (33, 34, 35), 28, 52, enters=0.3, layer=1, volume=100, pattern="band"),
        Player("chords", "Keys", (0, 4, 25, 27), 48, 76, layer=1, volume=86, pattern="comp"),
        Player("pad", "Strings", (48, 50, 89), 46, 72, enters=0.62, layer=2, volume=68),
        Player("melody", "Lead", (0, 11, 26, 65, 73, 80), 59, 88, layer=2, volume=106),
        Player("counter", "Second guitar", (26, 27, 11), 52, 79, enters=0.72, layer=4, volume=100),
    ),
    sevenths=0.2,
    natural=0.85,
    looseness=6.0,
    register=72.0,
    attack=(48, 106),
    kit="pop",
)
