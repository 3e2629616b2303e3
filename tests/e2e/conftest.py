"""One whole server for all of these tests, as `museaika up` starts it, and clients that talk to it from outside."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from benching.guest import Guest
from benching.house import House
from benching.listener import Listener
from benching.tune import tune

SHORT = tune(4.0, 3)


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.e2e)


@pytest.fixture
def told(record_property):
    """told("valkey killed", 3.2, "s") puts a measured figure into the summary of the run."""
    return lambda name, value, unit: record_property("figure", f"{name}: {value:.4g} {unit}")


def pytest_terminal_summary(terminalreporter):
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    properties = [pair for report in reports for pair in getattr(report, "user_properties", [])]
    figures = list(dict.fromkeys(value for name, value in properties if name == "figure"))
    if figures:
        terminalreporter.section("measured")
        for figure in figures:
            terminalreporter.write_line(figure)


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    """The server, without limits; some tests kill parts of it."""
    with House(folder=tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def house(running):
    """The same, with all its parts there."""
    running.wait_ready()
    return running


@pytest.fixture
def guest(house):
    with Guest(house.url) as guest:
        yield guest


@pytest.fixture
def stranger(house):
    with Guest(house.url) as guest:
        yield guest


@pytest.fixture
def listener(house, guest):
    with Listener(house.url, guest.token) as listener:
        yield listener


@pytest.fixture
def short(guest):
    """An uploaded tune of four seconds."""
    return guest.upload(SHORT)


@pytest.fixture(scope="session")
def long_tune():
    """Takes long enough to be interrupted."""
    return tune(40.0, 6)


@pytest.fixture
def long(guest, long_tune):
    """The same, uploaded."""
    return guest.upload(long_tune)


@pytest.fixture
def tune_of_a_second():
    return tune(1.0, 1)
