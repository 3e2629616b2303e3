"""The soundfont that is always there: it comes with pretty_midi."""

from importlib.util import find_spec
from pathlib import Path


def bundled_soundfont() -> Path:
    """TimGM6mb.sf2 (GPL-2), found without importing the package around it."""
    spec = find_spec("pretty_midi")
    if spec is None or spec.origin is None:
        return Path("TimGM6mb.sf2")
    return Path(spec.origin).with_name("TimGM6mb.sf2")
