"""The only place that knows every concrete class: settings in, services out."""

from typing import Any

from models.errand import ErrandKind
from models.schema import utc_now
from modules.errands.errands import Errands
from modules.generation.questions.questions import Questions
from modules.identity.consents import Consents
from modules.identity.identity import Identity
from modules.jobs.jobs import Jobs
from modules.jobs.parts import Parts
from modules.jobs.recovery import Recovery
from modules.jobs.workshop import Workshop
from modules.linking import Linking
from modules.mood.moods import Moods
from modules.offload import Offload, directly
from modules.probes import Probes
from modules.services import Services
from modules.spotify.spotify import Spotify
from modules.twins.twins import Twins
from museaika.connections import Connections, backlog_of, connect, pinged
from museaika.errands import build_errands
from museaika.ids import new_id
from museaika.live import build_live
from museaika.making import Making, build_making
from museaika.music_lab import build_music_lab
from museaika.privacy import build_privacy
from museaika.producer import build_producer
from museaika.pushing import build_pushes, push_performer
from museaika.readers import build_readers
from museaika.recommending import build_playlists, build_recommending
from museaika.settings import Settings
from museaika.spotify import build_spotify
from museaika.syncing import build_syncing, sync_performer
from museaika.twins import build_twins, kept_twins, twin_performer


def build_services(settings: Settings, offload: Offload = directly) -> Services:
    connected = connect(settings)
    documents, files, url = connected.documents, connected.files, connected.redis_url
    making = build_making(settings, connected, offload)
    jobs, moods = Jobs(making.desk), Moods(documents, utc_now, new_id)
    spotify = build_spotify(settings, documents, connected.publisher)
    privacy = build_privacy(settings, documents, files)
    recommending = build_recommending(settings.recommending, documents, making.matching, moods, spotify, offload)
    errands, twins = _background(settings, connected, making, spotify, offload)
    return Services(
        **_shared(making),
        documents=documents,
        files=files,
        identity=Identity(documents, utc_now),
        consents=Consents(documents, utc_now),
        moods=moods,
        readers=build_readers(settings, offload),
        recommending=recommending,
        playlists=build_playlists(documents, jobs, recommending, new_id),
        jobs=jobs,
        questions=Questions(files, making.provenance, making.engines, making.there, offload),
        parts=Parts(files, making.provenance),
        music_lab=build_music_lab(making, jobs, offload),
        workshop=Workshop(making.desk, settings.data / "scratch" / "jobs"),
        recovery=Recovery(making.desk, backlog_of(url)),
        errands=errands,
        twins=twins,
        producer=build_producer(settings, making, twins, jobs, offload),
        pushes=build_pushes(documents, spotify, errands),
        privacy=privacy,
        spotify=spotify,
        live=build_live(settings, connected, making, jobs, offload),
        linking=Linking(documents, spotify.links, privacy, making.tracks, clock=utc_now, new_id=new_id),
        syncing=build_syncing(settings.sync, errands, making.tracks, spotify),
        probes=Probes({"documents": documents.ping, "files": files.ping, "broker": pinged(url)}),
        publisher=connected.publisher,
        offload=offload,
    )


def _shared(making: Making) -> dict[str, Any]:
    """What orders are made with, and doors ask too."""
    return {name: getattr(making, name) for name in ("engines", "tracks", "matching", "uploads", "provenance")}


def _background(
    settings: Settings, connected: Connections, making: Making, spotify: Spotify, offload: Offload
) -> tuple[Errands, Twins]:
    """What is done for people in the background, and the twins, which learn there."""
    kept = kept_twins(connected, offload)
    performers = {
        ErrandKind.SYNC: sync_performer(settings.sync, making.tracks, spotify),
        ErrandKind.PUSH: push_performer(connected.documents, spotify),
        ErrandKind.TWIN: twin_performer(settings, kept, making.uploads, making.engines),
    }
    errands = build_errands(connected, performers)
    return errands, build_twins(settings, kept, making.uploads, errands, making.engines)
