"""The description of the sockets is whole, true to the classes, and says nothing that is not sent."""

import pytest
from jsonschema import Draft202012Validator

from models.events import EVENTS, GenerationProgressed, GenerationQueued
from museaika.asyncapi import INBOUND, asyncapi

DOCUMENT = asyncapi()


def references(node):
    if isinstance(node, dict):
        yield from ([node["$ref"]] if "$ref" in node else [])
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def resolve(reference):
    node = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    return node


def test_every_reference_leads_somewhere():
    found = list(references(DOCUMENT))
    assert found
    for reference in found:
        assert resolve(reference)


def test_every_event_has_a_channel_and_a_direction():
    addresses = {channel["address"] for channel in DOCUMENT["channels"].values()}
    assert addresses == {event.name for event in EVENTS} | {one.name for one in INBOUND}
    actions = {operation["action"] for operation in DOCUMENT["operations"].values()}
    assert actions == {"send", "receive"}


def test_every_inbound_event_says_how_it_is_answered_and_refused():
    for one in INBOUND:
        reply = DOCUMENT["operations"][f"receive.{one.name.replace(':', '.')}"]["reply"]
        names = [message["$ref"].rpartition("/")[2] for message in reply["messages"]]
        assert names == [one.answer.__name__, "Refused"]


def test_who_hears_an_event_is_nobodys_business():
    for event in EVENTS:
        schema = DOCUMENT["components"]["schemas"][event.__name__]
        assert "rooms" not in schema["properties"]
        assert "rooms" not in schema.get("required", [])


def test_every_operation_says_what_it_is_for():
    assert all(operation["summary"] for operation in DOCUMENT["operations"].values())


@pytest.mark.parametrize(
    "event",
    [
        GenerationQueued(rooms=("user:1",), id="j1", engine="render", queue_position=2),
        GenerationProgressed(rooms=("user:1",), id="j1", attempt=1, fraction=0.5, note="Rendering", eta_seconds=None),
    ],
)
def test_what_is_sent_fits_its_description(event):
    schema = {"components": DOCUMENT["components"], "$ref": f"#/components/schemas/{type(event).__name__}"}
    Draft202012Validator(schema).validate(event.payload())
