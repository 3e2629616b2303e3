"""Services: the capabilities wired for one process."""

from dataclasses import dataclass

from modules.documents.idempotency import KEYS
from modules.documents.store import Collection, Documents
from modules.errands.collection import ERRANDS
from modules.errands.errands import Errands
from modules.files.store import Files
from modules.generation.questions.questions import Questions
from modules.generation.registry import Engines
from modules.identity.collection import CONSENTS, SESSIONS, USERS
from modules.identity.consents import Consents
from modules.identity.identity import Identity
from modules.jobs.collection import JOBS, PACES
from modules.jobs.jobs import Jobs
from modules.jobs.parts import Parts
from modules.jobs.recovery import Recovery
from modules.jobs.workshop import Workshop
from modules.library.collection import TRACKS
from modules.library.tracks import Tracks
from modules.linking import Linking
from modules.live.collection import STREAMS
from modules.live.live import Live
from modules.matching.matching import Matching
from modules.mood.collection import MOODS
from modules.mood.moods import Moods
from modules.mood.readers import Readers
from modules.music_lab.lab import MusicLab
from modules.offload import Offload
from modules.playlists.collection import PLAYLISTS
from modules.playlists.playlists import Playlists
from modules.playlists.pushes import Pushes
from modules.privacy import Privacy
from modules.probes import Probes
from modules.producer.collection import PRODUCER_FILES
from modules.producer.producer import Producer
from modules.provenance.provenance import Provenance
from modules.realtime import Publisher
from modules.recommending.collection import FEATURES, FEEDBACK, SHOWN
from modules.recommending.recommending import Recommending
from modules.spotify.collection import SPOTIFY_HANDOFFS, SPOTIFY_LINKS, SPOTIFY_LOGINS, SPOTIFY_PAUSES
from modules.spotify.spotify import Spotify
from modules.syncing.syncing import Syncing
from modules.twins.collection import TWINS
from modules.twins.twins import Twins
from modules.uploads.collection import UPLOADS
from modules.uploads.uploads import Uploads

SPOTIFY: tuple[Collection, ...] = (SPOTIFY_LINKS, SPOTIFY_LOGINS, SPOTIFY_HANDOFFS, SPOTIFY_PAUSES)
LISTENING: tuple[Collection, ...] = (PLAYLISTS, FEEDBACK, FEATURES, SHOWN)
PERSONAL: tuple[Collection, ...] = (CONSENTS, MOODS, TRACKS, UPLOADS, PRODUCER_FILES, ERRANDS, TWINS)
COLLECTIONS: tuple[Collection, ...] = (USERS, SESSIONS, *PERSONAL, *LISTENING, *SPOTIFY, JOBS, KEYS, PACES, STREAMS)


@dataclass(frozen=True)
class Services:
    documents: Documents
    files: Files
    engines: Engines
    identity: Identity
    consents: Consents
    moods: Moods
    readers: Readers
    tracks: Tracks
    matching: Matching
    recommending: Recommending
    playlists: Playlists
    uploads: Uploads
    jobs: Jobs
    questions: Questions
    parts: Parts
    music_lab: MusicLab
    workshop: Workshop
    recovery: Recovery
    errands: Errands
    twins: Twins
    producer: Producer
    pushes: Pushes
    privacy: Privacy
    provenance: Provenance
    probes: Probes
    spotify: Spotify
    linking: Linking
    syncing: Syncing
    live: Live
    publisher: Publisher
    offload: Offload
