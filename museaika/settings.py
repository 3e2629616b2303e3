"""Every knob, typed and frozen, read once from the environment (MUSEAIKA_...) and from .env."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from museaika.setting_words import Duration, Listed, Size

Network = Annotated[str, Field(pattern=r"^(ours|hf:\S.*)$")]
AsyncMode = Literal["eventlet", "gevent", "threading"]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Limits(Section):
    """Rates in words ("10 per minute"); "off" switches one off."""

    orders: str = Field("10 per minute", description="Orders for music, per address")
    uploads: str = Field("30 per minute", description="Uploads, per address")
    questions: str = Field("60 per minute", description="Questions about finished works, per address")
    moods: str = Field("600 per minute", description="Pictures and texts to read a mood from, per address")
    matches: str = Field("60 per minute", description="Looking for tracks in the collection, per address")
    lists: str = Field("120 per minute", description="Recommendations, and playlists filled for a mood, per address")
    guests: str = Field("30 per minute", description="New guests and token refreshes, per address")
    requests: str = Field("1200 per minute", description="Any request, per address")
    events: int = Field(50, description="Socket events a second from one client before it is told to slow down")


class Matching(Section):
    """Which MIDI files the tracks of people are looked for in."""

    index: Path | None = Field(
        None, description="What scripts/build_midi_index.py made of your collection; empty means the small shipped one"
    )


class Recommending(Section):
    """What music is recommended from, besides people's own tracks and the collection."""

    days: int = Field(3, ge=0, le=30, description="Days in which a track is not recommended again; 0 forgets at once")
    features: Path | None = Field(None, description="A CSV of artist, title, valence, energy for everybody here")
    listenbrainz_token: SecretStr | None = Field(
        None, description="Of a ListenBrainz account: asks its radio for tracks by mood; empty means never"
    )
    reccobeats: bool = Field(False, description="Ask ReccoBeats how tracks with a Spotify id feel; kept nowhere")


class Sync(Section):
    """How what people listen to at Spotify is read into their tracks."""

    every: Duration = Field(timedelta(minutes=10), description="How often at most, unless somebody insists")
    most: int = Field(10_000, ge=50, le=10_000, description="Saved tracks that are read, the newest first")
    after_login: bool = Field(True, description="Read an account as soon as it is connected")


class Retention(Section):
    """How long things stay; a kept work never expires."""

    uploads: Duration = Field(timedelta(hours=24), description="How long uploads stay")
    works: Duration = Field(timedelta(days=30), description="How long finished works stay")
    doors: Duration = Field(
        timedelta(hours=24), description="How long works stay that were ordered by the old systems' routes"
    )


class MoodText(Section):
    """Who reads moods in texts."""

    network: Network = Field("ours", description="ours, or hf: and the id or folder of a text-classification network")


class MoodFace(Section):
    """Who reads moods in faces."""

    network: Network = Field("ours", description="ours, or hf: and the id or folder of an image-classification network")


class MoodSettings(Section):
    """How moods are read."""

    text: MoodText = MoodText()
    face: MoodFace = MoodFace()
    picture_bytes: int = Field(15_000_000, ge=100_000, description="Bytes a picture may have")
    picture_pixels: int = Field(60_000_000, ge=100_000, description="Pixels a picture may have, read from its header")
    at_once: int = Field(0, ge=0, description="Pictures and texts read at the same time; 0 means one for each core")
    warm: bool = Field(True, description="Open our networks right after the start, not at the first request")

    @property
    def places(self) -> int:
        return self.at_once or os.cpu_count() or 1


class Live(Section):
    """Music that follows the mood while it plays."""

    per_person: int = Field(4, ge=1, description="Streams that one person may have at the same time")
    most: int = Field(16, ge=1, description="Streams that everybody together may have")
    silence: Duration = Field(
        timedelta(seconds=75),
        description="A stream that nobody listens to ends after so long; a minute may be a tunnel",
    )
    longest: Duration = Field(timedelta(hours=2), description="Every stream ends after so long")
    rest: Duration = Field(
        timedelta(minutes=5), description="How long the workers of streams stay when none plays (under museaika up)"
    )


class S3(Section):
    """Where files go when MUSEAIKA_FILES is s3."""

    bucket: str = ""
    endpoint: str | None = Field(None, description="For MinIO and others; empty means AWS")
    region: str = "us-east-1"
    access_key: str | None = None
    secret_key: SecretStr | None = None


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_prefix="MUSEAIKA_",
        env_nested_delimiter="__",
        env_file=".env",
        frozen=True,
        extra="ignore",
        populate_by_name=True,
        env_ignore_empty=True,
    )

    data: Path = Field(Path("data"), description="The one folder everything lives in")
    weights: Path | None = Field(
        None, description="Where fetched weights lie; empty means the folder weights in the data folder"
    )
    host: str = Field("127.0.0.1", description="The address the page listens on; 0.0.0.0 for all")
    port: int = Field(8000, ge=1, le=65535, description="The port the page listens on")
    public_url: str | None = Field(None, description="How people reach the server, if not by host and port")
    async_mode: AsyncMode = Field("eventlet", description="eventlet, gevent or threading")
    workers: int = Field(2, ge=1, le=64, description="Jobs made at the same time on this machine")
    log_format: Literal["text", "json"] = Field("text", description="text for people, json for machines")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="How much is told")
    secret_key: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("MUSEAIKA_SECRET_KEY", "SECRET_KEY"),
        description="Signs cookies and links; made and kept in the data folder when empty",
    )
    documents: str = Field("sqlite", description="sqlite, or a mongodb:// URL with the database's name at its end")
    redis_url: str | None = Field(None, description="A redis:// URL; empty means our own Valkey in the data folder")
    files: Literal["local", "s3"] = Field("local", description="local or s3")
    s3: S3 = S3()
    soundfont: Path | None = Field(None, description="An .sf2 file instead of the built-in soundfont")
    drop: Path | None = Field(
        None,
        description="A watched folder: a track dropped there is sung to, with the words of the .txt of its name;"
        " results appear in melody_results and vocal_results beside it; empty means none",
    )
    cors: Listed = Field([], description="Origins of other web pages that may call, exactly as the browser says them")
    trusted_proxies: int = Field(
        0, ge=0, description="How many reverse proxies stand in front, so that limits see people"
    )
    compat: Literal["auto", "on", "off"] = Field(
        "auto", description="The old systems' routes; auto: on a loopback host"
    )
    api_key: SecretStr | None = Field(
        None, description="Who uses the old systems' routes must send it as x-api-key; empty means nobody need"
    )
    compat_wait: Duration = Field(
        timedelta(minutes=15), description="How long /producer and its kind keep a request waiting for its answer"
    )
    compat_consent: bool = Field(
        False, description="on: you state that music sent to /producer and its kind may be learned from"
    )
    compat_inside: bool = Field(
        False, description="on: upload_urls of old clients may lead to private and loopback addresses"
    )
    train_password: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("MUSEAIKA_TRAIN_PASSWORD", "NAWFSIDE_APP_PASSWORD"),
        description="Wanted as x-train-password by the old upload-and-train; empty means nobody need",
    )
    gemini_key: SecretStr | None = Field(
        None,
        description="With it, twins ordered with tag_before_train have excerpts sent to Gemini for tags; else never",
    )
    gemini_url: str = Field("https://generativelanguage.googleapis.com", description="Another one only for tests")
    gemini_model: str = Field("gemini-2.5-flash", description="Which of its networks listens")
    limits: Limits = Limits()
    retention: Retention = Retention()
    matching: Matching = Matching()
    recommending: Recommending = Recommending()
    sync: Sync = Sync()
    mood: MoodSettings = MoodSettings()
    live: Live = Live()
    storage_limit: Size = Field(
        20_000_000_000,
        ge=0,
        description="What the files may take, such as 20GB; at nine tenths of it uploads are refused; 0 means no limit",
    )
    engines: dict[str, dict[str, Any]] = Field(
        {}, description="A section per engine, such as MUSEAIKA_ENGINES__RENDER__..."
    )
    spotify_client_id: str | None = Field(
        None,
        validation_alias=AliasChoices("MUSEAIKA_SPOTIFY_CLIENT_ID", "SPOTIFY_CLIENT_ID"),
        description="Your Spotify app's client id",
    )
    spotify_client_secret: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("MUSEAIKA_SPOTIFY_CLIENT_SECRET", "SPOTIFY_CLIENT_SECRET"),
        description="Your Spotify app's secret; PKCE works without",
    )
    spotify_redirect_uri: str | None = Field(
        None,
        validation_alias=AliasChoices("MUSEAIKA_SPOTIFY_REDIRECT_URI", "SPOTIFY_REDIRECT_URI"),
        description="As registered with Spotify; empty means /auth/callback where the page is reached",
    )
    spotify_accounts_url: str = Field("https://accounts.spotify.com", description="Another one only for tests")
    spotify_api_url: str = Field("https://api.spotify.com/v1", description="Another one only for tests")
    spotify_app_links: Listed = Field([], description="Links of your apps that a login may return to, exactly")
    hf_token: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("MUSEAIKA_HF_TOKEN", "HF_TOKEN"),
        description="For gated Hugging Face weights",
    )

    @property
    def loopback(self) -> bool:
        return self.host in {"127.0.0.1", "::1", "localhost"}

    @property
    def weights_folder(self) -> Path:
        return self.weights or self.data / "weights"

    @property
    def compat_open(self) -> bool:
        return self.compat == "on" or (self.compat == "auto" and self.loopback)

    @property
    def embedded_valkey(self) -> bool:
        return self.redis_url is None
