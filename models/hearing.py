"""What was heard in a piece of music, as clients see it."""

from typing import Literal

from pydantic import Field

from models.schema import Schema


class HeardChord(Schema):
    start: float = Field(description="Seconds")
    end: float
    name: str = Field(description="Root and quality, such as Bb:min7; N where there is none")
    sure: float = Field(ge=0, le=1)


class HeardKey(Schema):
    start: float
    end: float
    tonic: str = Field(description="C, Db, D ...")
    mode: Literal["major", "minor"]
    sure: float = Field(ge=0, le=1)


class HeardRange(Schema):
    lowest: int = Field(ge=0, le=127)
    highest: int = Field(ge=0, le=127)


class HeardSection(Schema):
    start: float
    end: float
    label: str = Field(description="Sections with the same letter are alike")
    sung: float = Field(ge=0, le=1, description="How likely a voice sings in it")
    free: HeardRange = Field(description="MIDI pitches that it leaves for a voice")
    sure: float = Field(ge=0, le=1)


class HeardTempo(Schema):
    start: float = Field(description="From this second on")
    bpm: float


class HeardNote(Schema):
    start: float
    end: float
    pitch: int = Field(ge=0, le=127)
    strength: float = Field(ge=0, le=1)


class Hearing(Schema):
    """Seconds everywhere, from the beginning of the file; `sure` says how far each item can be trusted, 0 to 1."""

    origin: Literal["sound", "midi"]
    nature: Literal["music", "silence", "noise", "speech"] = Field(description="What kind of sound it is")
    seconds: float
    tempo: float = Field(description="Beats a minute; 0 where there is no beat")
    tempo_map: list[HeardTempo]
    steady: bool = Field(description="Whether one tempo holds for the whole piece")
    metre: tuple[int, int]
    beats: list[float]
    downbeats: list[float]
    key: HeardKey | None = Field(description="The one that lasts longest")
    keys: list[HeardKey]
    chords: list[HeardChord]
    sections: list[HeardSection]
    melody: list[HeardNote]
    bass: list[HeardNote]
    accompaniment: list[HeardNote]
    drums: list[list[list[float]]] = Field(description="[beat][low, middle, high][quarter of the beat] 0..1")
    loudness: float = Field(description="dB of full scale")
    brightness: float = Field(description="Hz around which the energy lies")
    density: float = Field(description="Moments a second at which something begins")
    energy: float = Field(ge=0, le=1)
    valence: float = Field(ge=-1, le=1)
    arousal: float = Field(ge=-1, le=1)
    voice: float = Field(ge=0, le=1, description="How likely somebody sings or speaks")
    free: HeardRange = Field(description="MIDI pitches that are left for a voice")
    sure: dict[str, float]
    notes: list[str] = Field(default_factory=list, description="What a person should know")
