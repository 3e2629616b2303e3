"""The parts a server leans on: Valkey, documents, files, the soundfont, engines, and accounts elsewhere."""

from collections.abc import Callable, Iterator

from models.errors import MuseaikaError
from modules.generation.engine import EngineCard
from museaika.checkup.finding import Finding, broken, note, works
from museaika.checkup.machine import running
from museaika.embedded.valkey import find_binary, known_url
from museaika.folder import DataFolder
from museaika.settings import Settings

AREA = "services"


def look(settings: Settings) -> Iterator[Finding]:
    """Each part by itself: a package that is missing for one says nothing about the others."""
    for part in (broker, _stores, engines, moods, tracks, spotify):
        try:
            yield from part(settings)
        except ImportError as error:
            yield broken(AREA, part.__name__.strip("_"), f"cannot even be looked at: {error}", "make install")


def broker(settings: Settings) -> Iterator[Finding]:
    if not settings.embedded_valkey:
        yield answering(
            "broker", lambda: ping_redis(str(settings.redis_url)), "the Redis or Valkey of MUSEAIKA_REDIS_URL"
        )
        return
    try:
        binary = find_binary()
    except MuseaikaError as error:
        yield broken(AREA, "valkey", error.detail, error.next_step or "")
        return
    yield works(AREA, "valkey", f"{binary}")
    url = known_url(DataFolder(settings.data))
    if running(settings.data) and url:
        yield answering("broker", lambda: ping_redis(url), "our own Valkey")
    else:
        yield note(AREA, "broker", "No server runs on this data folder.", "museaika up")


def _stores(settings: Settings) -> Iterator[Finding]:
    from museaika.connections import build_documents, build_files  # noqa: PLC0415 - the checks above work without it

    if settings.documents == "sqlite" and not DataFolder(settings.data).documents.exists():
        yield works(AREA, "documents", "SQLite, made on the first start")
    else:
        kind = settings.documents.partition(":")[0]
        yield answering("documents", lambda: build_documents(settings).ping(), kind)
    if settings.files == "local" and not DataFolder(settings.data).files.exists():
        yield works(AREA, "files", "a folder, made on the first start")
    else:
        yield answering("files", lambda: build_files(settings).ping(), settings.files)


def answering(name: str, ping: Callable[[], None], what: str) -> Finding:
    try:
        ping()
    except MuseaikaError as error:
        return broken(AREA, name, f"{what}: {error.detail}", error.next_step or "See the server's log.")
    return works(AREA, name, f"{what} answers")


def ping_redis(url: str) -> None:
    """Raises Unavailable with what to do."""
    import redis  # noqa: PLC0415 - a tenth of a second that --help should not pay

    from models.errors import Unavailable  # noqa: PLC0415 - with its only user

    try:
        with redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2) as client:
            client.ping()
    except (redis.RedisError, ValueError) as error:
        raise Unavailable(
            f"it does not answer: {error}", next_step="Start it, or correct MUSEAIKA_REDIS_URL (redis://host:6379/0)."
        ) from None


def engine_cards(settings: Settings) -> list[EngineCard]:
    from museaika.offline import offline  # noqa: PLC0415 - builds everything

    with offline(settings) as (services, _):
        return list(services.engines.cards.values())


def engines(settings: Settings) -> Iterator[Finding]:
    try:
        cards = engine_cards(settings)
    except MuseaikaError as error:
        yield broken("engines", "settings", error.detail, error.next_step or "Correct MUSEAIKA_ENGINES__...")
        return
    for card in cards:
        missing = card.missing()
        yield works("engines", card.name, card.title) if not missing else note("engines", card.name, missing[0])


def moods(settings: Settings) -> Iterator[Finding]:
    from modules.mood.detectors.needs import missing  # noqa: PLC0415 - the checks above work without it

    for kind, chosen in (("face", settings.mood.face), ("text", settings.mood.text)):
        lacks = missing(kind, chosen.network)
        text = f"moods are read by the network {chosen.network!r}"
        yield works("moods", kind, text) if not lacks else note("moods", kind, *lacks[0].split(": ", 1))


def tracks(settings: Settings) -> Iterator[Finding]:
    """What tracks are looked for in."""
    from modules.matching.matching import Matching  # noqa: PLC0415 - the checks above work without it

    try:
        about = Matching(settings.matching.index).matcher.about
    except MuseaikaError as error:
        yield broken(AREA, "collection", error.detail, error.next_step or "")
        return
    yield works(AREA, "collection", f"{about['songs']:,} songs in {about['files']:,} MIDI files ({about['name']})")


def spotify(settings: Settings) -> Iterator[Finding]:
    from museaika.spotify import spotify_app  # noqa: PLC0415 - the checks above work without it

    app = spotify_app(settings)
    if not app.client_id:
        hint = f"Set SPOTIFY_CLIENT_ID; in Spotify's dashboard the redirect URI is {app.redirect_uri}"
        yield note("accounts", "spotify", "No Spotify app is configured; everything else works without.", hint)
    elif complaint := app.complaint():
        yield broken("accounts", "spotify", complaint, f"SPOTIFY_REDIRECT_URI={app.suggestion()}")
    else:
        yield works("accounts", "spotify", f"client id set, people come back to {app.redirect_uri}")
