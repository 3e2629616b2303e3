"""The settings as a command sees them: the environment, .env, and what its own options say on top."""

import os
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_settings import SettingsError

from models.errors import Invalid
from museaika.logs import hide
from museaika.settings import Settings

PREFIX = "MUSEAIKA_"


class BadSettings(Invalid):
    code = "settings.invalid"
    title = "A setting is not valid"


def read_settings(**options: Any) -> Settings:
    """Options win over the environment, which wins over .env. Raises BadSettings, naming each variable."""
    given = {name: value for name, value in options.items() if value is not None}
    try:
        settings = Settings(**given)
    except (ValidationError, SettingsError) as error:
        raise BadSettings(_explained(error), next_step="Correct it in the environment or in .env.") from None
    hide(*_secrets(settings))
    return settings.model_copy(update={"data": settings.data.expanduser().resolve()})


def _explained(error: ValidationError | SettingsError) -> str:
    if isinstance(error, SettingsError):
        return f"{error}: {error.__cause__}" if error.__cause__ else str(error)
    return "; ".join(f"{_variable(one['loc'])}: {one['msg']}" for one in error.errors())


def _variable(place: tuple[int | str, ...]) -> str:
    name = "__".join(str(step) for step in place).upper()
    return name if name.startswith(PREFIX) else PREFIX + name


def _secrets(settings: BaseModel) -> list[str]:
    found = []
    for value in dict(settings).values():
        if isinstance(value, SecretStr):
            found.append(value.get_secret_value())
        elif isinstance(value, BaseModel):
            found.extend(_secrets(value))
    return found


def unknown_variables(environment: dict[str, str] | None = None, dotenv: Path = Path(".env")) -> list[str]:
    """MUSEAIKA_ variables that no setting reads: most often a slip of the pen."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    given = set(os.environ if environment is None else environment)
    if dotenv.is_file():
        lines = dotenv.read_text("utf-8", "replace").splitlines()
        given |= {line.removeprefix("export ").split("=")[0].strip() for line in lines if "=" in line}
    ours = {name for name in given if name.upper().startswith(PREFIX)}
    return sorted(name for name in ours if name.upper().split("__")[0] not in known)
