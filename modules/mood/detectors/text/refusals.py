"""What text is refused, before any network sees it."""

from typing import Final

from models.errors import Invalid
from modules.mood.detectors.text.normalising import cleaned

LONGEST: Final = 10_000


class TextTooLong(Invalid):
    code = "mood.text_too_long"
    title = "Text too long"


class TextEmpty(Invalid):
    code = "mood.text_empty"
    title = "Empty text"


def readable(text: str) -> str:
    """The text without what cannot be seen. Raises TextTooLong and TextEmpty."""
    if len(text) > LONGEST:
        raise TextTooLong(
            f"The text has {len(text):,} characters; we read at most {LONGEST:,}.",
            field="text",
            next_step=f"Send at most {LONGEST:,} characters, for example the last paragraphs.",
            limit=LONGEST,
        )
    seen = cleaned(text)
    if not seen:
        raise TextEmpty(
            "There is nothing to read in the text.",
            field="text",
            next_step="Send at least one visible character: a word, a sentence or an emoji.",
        )
    return seen
