"""The styles by name: a new one is one file here and one line."""

from typing import Final

from models.errors import Invalid
from modules.composing.styles import chiptune, lofi, orchestral, piano, pop
from modules.composing.styles.style import Style

STYLES: Final[dict[str, Style]] = {
    module.STYLE.name: module.STYLE for module in (piano, pop, lofi, orchestral, chiptune)
}
DEFAULT: Final = "piano"


class UnknownStyle(Invalid):
    code = "composing.unknown_style"
    title = "Unknown style"


def style_named(name: str) -> Style:
    """The style of that name, in any spelling of case."""
    found = STYLES.get(name.strip().lower())
    if found is None:
        known = ", ".join(STYLES)
        raise UnknownStyle(
            f"There is no style {name!r}.", field="style", next_step=f"Choose one of {known}.", known=list(STYLES)
        )
    return found
