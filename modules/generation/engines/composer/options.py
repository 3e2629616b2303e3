"""What an order for `composer` may say; everything has a default, so that a mood alone is a whole order."""

from collections.abc import Callable
from itertools import pairwise
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from models.errors import Invalid
from models.generation import Sounds
from models.mood import Mood
from models.track import MatchLevel
from modules.composing.planning.key import read_key
from modules.composing.planning.metre import METRES, read_metre
from modules.composing.planning.request import FASTEST, MOST_BARS, SLOWEST
from modules.composing.styles.catalogue import DEFAULT, STYLES, style_named

AUTO: Final = "auto"
MOST_SONGS: Final = 50
MOST_REFERENCES: Final = 50
NONE: Final[dict[str, Any]] = {"default": []}
"""What a description says of a list that is made anew for each order."""
MY_TRACKS: Final = "my_tracks"
PLAYLIST: Final = "playlist:"
"""What the id of a playlist of theirs comes behind."""
LikeId = Annotated[str, Field(min_length=1, max_length=80)]


def _known(read: Callable[[str], Any], named: Callable[[Any], str]) -> Callable[[str], str]:
    """Whatever spelling is given, the name of what it means; refusals list what is known."""

    def normal(text: str) -> str:
        if text.strip().lower() == AUTO:
            return AUTO
        try:
            return named(read(text))
        except Invalid as error:
            known = error.extra.get("known", [])
            raise ValueError(f"{error.detail} {error.next_step} Known: {', '.join(known)}.") from None

    return normal


StyleName = Annotated[str, AfterValidator(_known(style_named, lambda style: str(style.name)))]
KeyName = Annotated[str, AfterValidator(_known(read_key, lambda key: str(key.name)))]
MetreName = Annotated[str, AfterValidator(_known(read_metre, lambda metre: str(metre.name)))]


class PathPoint(BaseModel):
    """Where the piece is on the circle of moods at one moment: a mood by name, or its two numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    at: float = Field(ge=0, le=900, description="A share of the piece, 0 to 1; seconds if any point is later than 1")
    valence: float = Field(ge=-1, le=1, description="From unpleasant (-1) to pleasant (1)")
    arousal: float = Field(ge=-1, le=1, description="From sleepy (-1) to wide awake (1)")

    @model_validator(mode="before")
    @classmethod
    def _by_name(cls, value: Any) -> Any:
        if isinstance(value, dict) and "mood" in value:
            given = {name: one for name, one in value.items() if name != "mood"}
            mood = Mood.model_validate(value["mood"])
            return {"valence": mood.valence, "arousal": mood.arousal} | given
        return value


def _in_order(points: list[PathPoint]) -> list[PathPoint]:
    if any(later.at <= sooner.at for sooner, later in pairwise(points)):
        raise ValueError("the points are out of order: each must be later than the one before it")
    return points


def _once(ids: list[str]) -> list[str]:
    if len(set(ids)) != len(ids):
        raise ValueError("the same upload is named twice: name each once")
    return ids


def _listed(value: Any) -> Any:
    """A single word is a list of one: my_tracks, or a playlist."""
    several = value if isinstance(value, list) else [value] if value == MY_TRACKS or isinstance(value, dict) else value
    return [_playlist(one) for one in several] if isinstance(several, list) else several


def _playlist(value: Any) -> Any:
    """{"playlist": id} in one word."""
    named = value.get("playlist") if isinstance(value, dict) and len(value) == 1 else None
    return PLAYLIST + named if isinstance(named, str) else value


class FoundFor(BaseModel):
    """What a file of the collection has to do with a person's tracks."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    track: str = Field(max_length=300)
    level: MatchLevel


class ComposerOptions(BaseModel):
    """What an order for `composer` may say besides mood (neutral if left out), seconds (30) and seed (by chance)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    style: StyleName | None = Field(
        default=None, description=f"Who plays and how: {', '.join(STYLES)}; {DEFAULT} if left out"
    )
    key: KeyName = Field(default=AUTO, description='Such as "F minor" or "Bb"; auto lets mood and chance decide')
    bpm: float | None = Field(
        default=None,
        ge=SLOWEST,
        le=FASTEST,
        description="Quarters a minute, exact; if left out, style and mood decide, and without them it is 120",
    )
    metre: MetreName = Field(default=AUTO, description=f"One of {', '.join(METRES)}; auto is 4/4")
    bars: int | None = Field(
        default=None, ge=1, le=MOST_BARS, description="The length in bars, instead of the order's seconds"
    )
    path: Annotated[list[PathPoint], AfterValidator(_in_order)] = Field(
        default_factory=list,
        json_schema_extra=NONE,
        max_length=64,
        description="The mood along the piece, points in the order of time: {at, mood} or {at, valence, arousal};"
        " the order's mood is where it begins, and a path in seconds says how long it is where nothing else does",
    )
    count: int = Field(default=1, ge=1, le=MOST_SONGS, description="How many songs, each a complete work")
    like: Annotated[list[LikeId], BeforeValidator(_listed), AfterValidator(_once)] = Field(
        default_factory=list,
        json_schema_extra=NONE,
        max_length=MOST_REFERENCES,
        description="The music is to be in the style of these: ids of uploaded MIDI files, ids that POST /music/matches"
        " gives files of the collection, my_tracks or {'playlist': id}: the files found for your tracks or those of a"
        " playlist of yours, by whose ids it is kept",
    )
    matched: dict[str, FoundFor] = Field(
        default_factory=dict,
        json_schema_extra={"default": {}},
        max_length=MOST_REFERENCES,
        description="Which track each file of the collection was found for, for the record; my_tracks fills it in",
    )
    closeness: float = Field(default=0.6, ge=0, le=1, description="How near to the references: 0 freely, 1 closely")
    loop: bool = Field(
        default=False, description="Whole bars that join end to start without a seam, in layers for games"
    )
    sounds: Sounds = Field(default="all", description="all: mix and stems; mix: no stems; none: only notes, fast")
    material: Literal["auto", "rules"] = Field(
        default=AUTO, description="auto: by the network where its weights are there; rules: without it"
    )
    reverb: float = Field(default=0.25, ge=0, le=1, description="How much of the room is heard")
    loudness: float = Field(default=-14.0, ge=-40, le=-8, description="LUFS of the mix")

    @property
    def references(self) -> list[str]:
        """Ids of the files themselves; none while nobody has looked for a person's tracks."""
        return [one for one in self.like if one != MY_TRACKS and not one.startswith(PLAYLIST)]
