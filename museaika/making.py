"""Builds what makes music: engines, uploads, and the desk where orders are taken."""

import secrets
from dataclasses import dataclass
from typing import Any

from models.schema import utc_now
from modules.audio.bundled import bundled_soundfont
from modules.generation.engines.composer import WEIGHTS, ComposerSettings
from modules.generation.registry import Engines
from modules.jobs.desk import Desk
from modules.jobs.likings import Likings
from modules.jobs.terms import Terms
from modules.library.tracks import Tracks
from modules.live.keeping import KeptSettings, KeptStream
from modules.matching.matching import Matching
from modules.offload import Offload
from modules.playlists.kept import KeptPlaylists
from modules.provenance.provenance import Provenance
from modules.uploads.uploads import Uploads
from museaika import __version__
from museaika.connections import Connections, enqueuing
from museaika.hands import Hands
from museaika.ids import new_id
from museaika.privacy import kept_songs
from museaika.settings import Settings
from museaika.signers import Signers


@dataclass(frozen=True)
class Making:
    engines: Engines
    uploads: Uploads
    provenance: Provenance
    tracks: Tracks
    matching: Matching
    likings: Likings
    desk: Desk

    def there(self, owner: str, needed: str) -> bool:
        """Whether what an order was made from can be named in another: an upload, or a file of the collection."""
        return self.likings.has(needed) or self.uploads.has(owner, needed)


def build_making(settings: Settings, connected: Connections, offload: Offload) -> Making:
    documents, files, publisher = connected.documents, connected.files, connected.publisher
    engines = Engines.from_settings(_sections(settings), {KeptStream.name: _kept_stream(settings)})
    uploads, provenance = _uploads(settings, connected, offload), build_provenance(settings)
    terms = Terms(utc_now, new_id, lambda: secrets.randbelow(2**31), settings.retention.works, settings.retention.doors)
    tracks, matching = Tracks(documents, utc_now), Matching(settings.matching.index)
    likings = Likings(tracks.all_of, matching, KeptPlaylists(documents).items_of, offload=offload)
    enqueue = enqueuing(connected.celery)
    attended = Hands(connected.celery).attended
    desk = Desk(documents, files, engines, uploads, publisher, enqueue, terms, provenance, likings, attended)
    return Making(engines, uploads, provenance, tracks, matching, likings, desk)


def build_provenance(settings: Settings) -> Provenance:
    signers = Signers.of(settings)
    signer = signers.current()
    return Provenance(signer, signers.known(), f"MuseAIka {__version__}")


def _uploads(settings: Settings, connected: Connections, offload: Offload) -> Uploads:
    return Uploads(
        connected.documents,
        connected.files,
        utc_now,
        new_id,
        keep=settings.retention.uploads,
        storage_limit=settings.storage_limit,
        scratch=settings.data / "scratch" / "uploads",
        offload=offload,
    )


def _kept_stream(settings: Settings) -> KeptStream:
    """It plays with the composer's weights and sounds."""
    section = ComposerSettings.model_validate(_sections(settings).get("composer", {}))
    return KeptStream(
        KeptSettings(
            weights=section.weights or WEIGHTS,
            soundfont=section.soundfont or bundled_soundfont(),
            threads=section.threads,
        )
    )


def song_section(settings: Settings) -> dict[str, Any]:
    """With the folders of its stages and of the voices that somebody brought, which lie with the other data."""
    own = settings.engines.get("song", {})
    return {**own, "kept": kept_songs(settings), "banks": own.get("banks") or settings.data / "voices"}


def _sections(settings: Settings) -> dict[str, dict[str, Any]]:
    """The engines' own sections, with what all of them share filled in."""
    sections = {name: dict(section) for name, section in settings.engines.items()}
    sections.setdefault("blend", {}).setdefault("codec", settings.weights_folder)
    sections.setdefault("twin", {}).setdefault("fetched", settings.weights_folder)
    sections["song"] = song_section(settings)
    for name in ("render", "composer", "blend", "twin", "song") if settings.soundfont else ():
        sections.setdefault(name, {}).setdefault("soundfont", settings.soundfont)
    return sections
