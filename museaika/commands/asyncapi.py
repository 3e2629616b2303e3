"""museaika asyncapi: every socket event, described for machines."""

from museaika.commands.description import AsJson, Check


def asyncapi(as_json: AsJson = False, check: Check = None) -> None:
    """Print the AsyncAPI description of the sockets (docs/asyncapi.yaml is this)."""
    from museaika.asyncapi import asyncapi as describe
    from museaika.commands.description import deliver

    deliver(describe(), as_json=as_json, check=check, command="asyncapi")
