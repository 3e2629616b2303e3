"""Bars played to a MIDI port: in time, each player on a channel, silent at the end."""

import pytest

from museaika import live_port
from museaika.live_port import MidiPort, PortMissing, opened
from tests.unit.modules.live.test_band import bar_of


class Wire:
    def __init__(self):
        self.sent, self.open = [], True

    def send_message(self, message):
        self.sent.append(message)

    def close_port(self):
        self.open = False


def test_notes_are_sent_when_they_are_due():
    wire = Wire()
    port = MidiPort(wire)
    port.play(bar_of((60, 0.5, 1.0, 90), program=48), 10.0)
    assert port.send_due(10.0) == pytest.approx(0.1)
    assert wire.sent == [[0xC0, 48], [0xB0, 7, 100]]
    port.send_due(10.5)
    port.send_due(11.0)
    assert wire.sent[2:] == [[0x90, 60, 90], [0x80, 60, 0]]


def test_drums_have_their_own_channel_and_players_keep_theirs():
    wire = Wire()
    port = MidiPort(wire)
    port.play(bar_of((36, 0, 0.1, 90), name="Drums", drums=True, program=0), 0.0)
    port.play(bar_of((60, 0, 0.1, 90), name="Lead", program=80), 0.0)
    port.play(bar_of((60, 0, 0.1, 90), name="Lead", program=73), 1.0)
    port.send_due(2.0)
    assert [message[0] & 15 for message in wire.sent if message[0] & 0xF0 == 0x90] == [9, 0, 0]
    assert [message[1] for message in wire.sent if message[0] == 0xC0] == [80, 73]


def test_everything_is_silent_in_the_end():
    wire = Wire()
    port = MidiPort(wire)
    port.play(bar_of((60, 0, 5.0, 90)), 0.0)
    port.send_due(1.0)
    port.close()
    assert [0xB0, 123, 0] in wire.sent
    assert not wire.open


def test_without_the_package_it_says_so(monkeypatch):
    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(live_port.importlib, "import_module", missing)
    with pytest.raises(PortMissing, match="python-rtmidi is not installed"):
        opened("any")
