"""Pieces of MIDI, as the composer of songs reads its references, and what a stream takes from them."""

from collections.abc import Mapping

from models.errors import Invalid
from modules.generation.engine import Material
from modules.generation.engines.composer.options import ComposerOptions
from modules.generation.engines.composer.references import read_references
from modules.generation.progress import Progress
from modules.live.composing.likeness import Likeness, likeness_of


def read(materials: Mapping[str, Material], closeness: float) -> Likeness:
    """Raises NoReference when none of them can be used; those that cannot are left out."""
    options = ComposerOptions.model_validate({"like": list(materials)})
    try:
        references = read_references(options, materials, Progress(lambda *_: None, lambda: False))
    except Invalid as error:
        error.field = "references"
        raise
    return likeness_of([one.controls for one in references.used], closeness)
