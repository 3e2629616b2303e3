"""museaika openapi: every HTTP door, described for machines."""

from typing import Any

from museaika.commands.description import AsJson, Check


def openapi(as_json: AsJson = False, check: Check = None) -> None:
    """Print the OpenAPI description of the HTTP doors; no server needs to run."""
    from museaika.app import create_app
    from museaika.commands.configuration import read_settings
    from museaika.commands.description import deliver
    from museaika.offline import offline

    with offline(read_settings()) as (services, settings):
        spec: Any = create_app(services, settings).spec
    deliver({"openapi": spec["openapi"], **spec}, as_json=as_json, check=check, command="openapi")
