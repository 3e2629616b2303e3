"""Builds what teaches and keeps twins."""

from models.schema import utc_now
from modules.errands.errands import Errands
from modules.errands.performing import Performer
from modules.generation.engines.twin import Twin
from modules.generation.engines.twin.backends.registry import Backends
from modules.generation.engines.twin.settings import TwinSettings
from modules.generation.registry import Engines
from modules.offload import Offload
from modules.twins.gemini import Gemini
from modules.twins.keeping import KeptTwins
from modules.twins.teacher import Teacher
from modules.twins.twins import Twins
from modules.uploads.uploads import Uploads
from museaika.connections import Connections
from museaika.ids import new_id
from museaika.settings import Settings


def kept_twins(connected: Connections, offload: Offload) -> KeptTwins:
    return KeptTwins(connected.documents, connected.files, utc_now, new_id, offload)


def backends_of(engines: Engines) -> Backends:
    """Those that the engine plays with."""
    card = engines.card(Twin.name)
    return card.backends if isinstance(card, Twin) else Backends(TwinSettings())


def _outside(settings: Settings) -> Gemini | None:
    key = settings.gemini_key
    return Gemini(key.get_secret_value(), settings.gemini_url, settings.gemini_model) if key else None


def twin_performer(settings: Settings, kept: KeptTwins, uploads: Uploads, engines: Engines) -> Performer:
    return Teacher(kept, uploads, backends_of(engines), settings.data / "scratch" / "twins", _outside(settings))


def build_twins(settings: Settings, kept: KeptTwins, uploads: Uploads, errands: Errands, engines: Engines) -> Twins:
    return Twins(kept, uploads, errands, backends_of(engines), settings.data / "scratch", _outside(settings))
