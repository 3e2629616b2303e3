"""What an order for `twin` may say besides seconds and seed."""

from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from models.errors import Invalid
from models.generation import Sounds
from models.twin import PREFIX
from modules.composing.planning.key import read_key
from modules.generation.engines.twin.prompts import understood

MOST_TWINS: Final = 4
MOST_LYRICS: Final = 4000
_REFERENCE: Final = r"^[A-Za-z0-9_/-][A-Za-z0-9_.:/@-]{0,160}$"
Reference = Annotated[str, Field(pattern=_REFERENCE)]


def _key(text: str) -> str:
    try:
        return read_key(text).name
    except Invalid as error:
        raise ValueError(f"{error.detail} {error.next_step}") from None


class Share(BaseModel):
    """One of several twins that are mixed."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    twin: Reference
    share: float = Field(default=1.0, gt=0, le=1, description="Beside the others; all together count as 1")


class TwinOptions(BaseModel):
    """Which twin, what it is to play, and how far it is to be followed."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    prompt: str = Field(
        default="", max_length=1000, description="Such as '808 trap beat, dark synth, 140 bpm, F minor'"
    )
    negative_prompt: str = Field(default="", max_length=1000, description="What is not wanted, such as 'drums'")
    lyrics: str = Field(
        default="", max_length=MOST_LYRICS, description="What is sung, by a backend that sings: ace_step alone does"
    )
    twin: Reference | None = Field(default=None, description="Its id, or producer:model; id@2 is its second version")
    lora_id: Reference | None = Field(default=None, description="The same by its old name")
    twins: list[Share] = Field(
        default_factory=list, max_length=MOST_TWINS, description="Several, mixed", json_schema_extra={"default": []}
    )
    backend: str | None = Field(default=None, max_length=40, description="That of the twin if left out")
    strength: float = Field(default=1.0, ge=0, le=1, description="0 is the network as it is, 1 the twin in full")
    bpm: float | None = Field(default=None, ge=30, le=300, description="Exact; before what the prompt says")
    key: Annotated[str, AfterValidator(_key)] | None = Field(default=None, description="Such as F minor")
    sounds: Sounds = Field(default="all", description="all: mix and stems; mix: no stems; none: only notes, fast")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if sum(map(bool, (self.twin, self.lora_id, self.twins))) > 1:
            raise ValueError("name one twin, or several in twins, but not both")
        named = [one.twin for one in self.twins]
        if len(set(named)) != len(named):
            raise ValueError("the same twin is named twice: name each once")
        return self

    @property
    def shares(self) -> list[tuple[str, float]]:
        """The twins named, each with how much of it; all together 1."""
        if one := self.twin or self.lora_id:
            return [(one, 1.0)]
        total = sum(one.share for one in self.twins)
        return [(one.twin, one.share / total) for one in self.twins]

    @property
    def wanted(self) -> list[str]:
        """What its adapters are called among the materials."""
        return [PREFIX + name for name, _ in self.shares]

    def told(self) -> dict[str, Any]:
        """For people: what was understood of the words."""
        prompt = understood(self.prompt, self.negative_prompt)
        return {name: value for name, value in vars(prompt).items() if value}
