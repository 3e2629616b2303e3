"""What an order for `blend` may say; two uploads are a whole order."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from models.generation import Sounds

Origin = Literal["a", "b", "mix"]
UploadId = Annotated[str, Field(min_length=1, max_length=64)]
SHORTEST: Final = 2.0
"""Seconds of a track that can be listened to, and of a piece."""
LONGEST: Final = 180.0
LATEST: Final = 900.0
"""No window begins later: everything before it has to be decoded."""


class BlendOptions(BaseModel):
    """What an order for `blend` may say besides seconds (as long as the window, at most 180) and seed (by chance)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    a: UploadId = Field(title="First track", description="The id of an uploaded file, sound or MIDI")
    b: UploadId = Field(
        title="Second track", description="The id of an uploaded file; that of the first again gives variations of it"
    )
    method: Literal["symbolic", "codec"] = Field(
        default="symbolic",
        description="symbolic: notes are heard, blended and played, with stems and MIDI; codec: the sound itself is"
        " blended by networks whose weights have to be fetched first, with nothing but a mix",
    )
    amount: float = Field(default=0.5, ge=0, le=1, description="How much of the second track: 0 is all a, 1 all b")
    melody_from: Origin = Field(default="mix", description="Whose melody: a, b, or mix as amount says")
    rhythm_from: Origin = Field(default="mix", description="Whose rhythm, tempo, metre and drums: a, b or mix")
    harmony_from: Origin = Field(default="mix", description="Whose chords, key and bass: a, b or mix")
    start: float = Field(
        default=0.0, ge=0, le=LATEST, description="Seconds: where in each track the part begins that is listened to"
    )
    end: float = Field(
        default=16.0,
        gt=0,
        le=LATEST + LONGEST,
        validate_default=True,
        description="Seconds: where that part ends, at most 180 later; behind a track's end it is that end",
    )
    sounds: Sounds = Field(default="all", description="all: mix and stems; mix: no stems; none: only notes, fast")
    reverb: float = Field(default=0.25, ge=0, le=1, description="How much of the room is heard")
    loudness: float = Field(default=-14.0, ge=-40, le=-8, description="LUFS of the mix")

    @field_validator("end")
    @classmethod
    def _window(cls, end: float, info: ValidationInfo) -> float:
        start = float(info.data.get("start", 0.0))
        if start >= end:
            raise ValueError(f"it must be later than start, which is {start:g}")
        if not SHORTEST <= end - start <= LONGEST:
            raise ValueError(f"it must be {SHORTEST:g} to {LONGEST:g} seconds later than start, which is {start:g}")
        return end

    def share(self, origin: Origin) -> float:
        """How much of the second track there is in what comes from there."""
        return {"a": 0.0, "b": 1.0, "mix": self.amount}[origin]
