"""How every refusal looks on the wire: RFC 9457, with a stable code and the next step."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Problem(BaseModel):
    model_config = ConfigDict(extra="allow")

    type: str = "about:blank"
    title: str
    status: int
    code: str = Field(description="Stable, for programs")
    detail: str
    field: str | None = Field(default=None, description="What to change, such as options.tempo")
    next_step: str | None = Field(default=None, description="What to do now")
    request_id: str | None = None
    errors: list[dict[str, Any]] | None = None
