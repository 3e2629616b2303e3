"""The list of formats that can carry a record."""

from typing import Final

from models.errors import Unsupported
from modules.provenance.carriers.carrier import Carrier
from modules.provenance.carriers.flac import Flac
from modules.provenance.carriers.json import Json
from modules.provenance.carriers.midi import Midi
from modules.provenance.carriers.mp3 import Mp3
from modules.provenance.carriers.mp4 import Mp4
from modules.provenance.carriers.ogg import Ogg
from modules.provenance.carriers.png import Png
from modules.provenance.carriers.wav import Wav
from modules.provenance.data import Data

CARRIERS: Final[tuple[Carrier, ...]] = (Flac(), Wav(), Ogg(), Midi(), Mp4(), Png(), Json(), Mp3())
"""Those with a clear beginning first."""
KNOWN: Final = "FLAC, WAV, MP3, OGG, M4A, MIDI, PNG or JSON"
_HEAD: Final = 16


class UnsupportedType(Unsupported):
    code = "provenance.unsupported_type"
    title = "A kind of file that carries no record"


def carrier_for(media_type: str) -> Carrier | None:
    """None for formats that have no place for a record."""
    return next((carrier for carrier in CARRIERS if media_type in carrier.media_types), None)


def carrier_of(data: Data) -> Carrier:
    """By content, never by name. Raises UnsupportedType."""
    head = data[:_HEAD]
    found = next((carrier for carrier in CARRIERS if carrier.claims(head)), None)
    if found is None:
        raise UnsupportedType(
            f"This is not {KNOWN}.",
            field="file",
            next_step="Send the file as it was downloaded; a work's record.json has the hashes of its other files.",
        )
    return found
