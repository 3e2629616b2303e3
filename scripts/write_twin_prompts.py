"""Writes docs/twin-prompts.md, the words an order for a twin is understood by: python scripts/write_twin_prompts.py."""

import sys
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from modules.generation.engines.twin import vocabulary

PAGE = Path(__file__).resolve().parents[1] / "docs" / "twin-prompts.md"
BEFORE = """# What a twin understands

The engine `twin` with the backend `composer` reads an order in English by the words below; other backends get it as it
is written. "808 trap beat, dark synth, 140 bpm, F minor" is understood to the last word. What is not understood is told
in the notes of the work. What the fields `bpm` and `key` say comes first, then the words, then what the genre brings
along, then the twin itself. `no drums` and `negative_prompt` take players away; drums asked of a style without them are
lent by the band, and an instrument without a part left to play is named in the notes. `lyrics` are for the backend
`ace_step`: the composer does not sing, the engine `song` does.

Tempo: `97 bpm`, `bpm: 97`, or a word of the table. Key: `F minor`, `Bb major`, `f-sharp min`, `Am`. Metre: METRES.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            BEFORE.replace("METRES", ", ".join(vocabulary.METRES)),
            "| genre | players of | bpm | brings | home |",
            "|---|---|---|---|---|",
            *(
                f"| {name}{_also(name, vocabulary.GENRE_SPELLINGS)} | {one.style} | {one.bpm:g} |"
                f" {', '.join(one.instruments)} | {'minor' if one.minor else ''}{one.metre or ''} |"
                for name, one in vocabulary.GENRES.items()
            ),
            "",
            "| instrument | plays |",
            "|---|---|",
            *(
                f"| {name}{_also(name, vocabulary.INSTRUMENT_SPELLINGS)} | {', '.join(one.roles)} |"
                for name, one in vocabulary.INSTRUMENTS.items()
            ),
            "",
            "| mood | valence | arousal |",
            "|---|---|---|",
            *(f"| {name} | {point[0]:g} | {point[1]:g} |" for name, point in vocabulary.MOODS.items()),
            "",
            "| tempo | bpm |",
            "|---|---|",
            *(f"| {name} | {bpm:g} |" for name, bpm in vocabulary.TEMPI.items()),
            "",
        ]
    )


def _also(name: str, spellings: Mapping[str, str]) -> str:
    others = [other for other, meant in spellings.items() if meant == name]
    return f" ({', '.join(others)})" if others else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
