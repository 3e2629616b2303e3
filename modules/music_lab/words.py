"""What the engine says of its options and tracks, in the words of the old form."""

from typing import Final

FIELDS: Final = {
    "options.start": "start_time",
    "options.end": "end_time",
    "options.a": "track1",
    "options.b": "track2",
    "Track a": "Track 1",
    "track a": "track 1",
    "Track b": "Track 2",
    "track b": "track 2",
    "listening to a:": "listening to track 1:",
    "listening to b:": "listening to track 2:",
    "with start and end": "with start_time and end_time",
    "options.": "",
}
"""What the engine calls it, and what the old form does."""


def in_old_words(text: str) -> str:
    for ours, theirs in FIELDS.items():
        text = text.replace(ours, theirs)
    return text
