"""The doctor names what is wrong and the command that mends it."""

import socket
import sys

import pytest

from museaika.checkup import house, machine, packages
from museaika.checkup.finding import State
from museaika.embedded.lock import FolderLock
from museaika.folder import DataFolder
from museaika.settings import Settings


def settings(tmp_path, **more):
    return Settings(_env_file=None, data=tmp_path / "data", **more)


def worst(findings):
    order = [State.WORKS, State.NOTE, State.BROKEN]
    return max((finding.state for finding in findings), key=order.index)


@pytest.mark.parametrize(
    ("version", "state"), [((3, 10), "broken"), ((3, 11), "works"), ((3, 12), "works"), ((3, 13), "broken")]
)
def test_python_must_be_of_the_right_age(version, state):
    finding = machine.python(version)
    assert finding.state.value == state
    assert (finding.mend is None) == (state == "works")


def test_a_folder_that_is_not_there_yet_will_be_made(tmp_path):
    assert worst(machine.folder(tmp_path / "a" / "b")) is State.WORKS


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path):
    (tmp_path / "data").write_text("in the way")
    [finding] = machine.folder(tmp_path / "data")
    assert finding.state is State.BROKEN
    assert "MUSEAIKA_DATA" in finding.mend


@pytest.mark.parametrize(("free", "state"), [(5e9, "works"), (1e9, "note"), (1e8, "broken")])
def test_a_disk_that_fills_up_is_told_in_time(tmp_path, free, state):
    assert machine.space(tmp_path, int(free)).state.value == state


def test_a_running_server_is_recognised_by_its_lock(tmp_path):
    lock = FolderLock(DataFolder(tmp_path).run / "lock")
    assert machine.running(tmp_path) is None
    lock.acquire()
    assert machine.running(tmp_path)
    lock.release()
    assert machine.running(tmp_path) is None


@pytest.mark.integration
def test_a_port_of_somebody_else_is_told_with_a_way_out(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        finding = machine.port(settings(tmp_path, port=other.getsockname()[1]))
    assert finding.state is State.BROKEN
    assert "MUSEAIKA_PORT=" in finding.mend


def test_a_setting_that_nobody_reads_is_told(tmp_path):
    found = list(machine.look(settings(tmp_path), ["MUSEAIKA_PROT"]))
    assert any("MUSEAIKA_PROT" in finding.detail for finding in found)


def test_installed_packages_are_as_pinned():
    assert worst(packages.installed()) is not State.BROKEN


def test_a_package_that_is_missing_or_of_another_version_is_told(monkeypatch):
    monkeypatch.setattr(
        packages.metadata, "requires", lambda _name: ["nosuchpackage==1.0", "redis==0.1", "torch==1; extra == 'x'"]
    )
    found = {finding.name: finding for finding in packages.installed() if finding.state is State.BROKEN}
    assert set(found) == {"nosuchpackage", "redis"}
    assert "0.1" in found["redis"].detail
    assert {finding.mend for finding in found.values()} == {packages.INSTALL}


def test_only_packages_for_this_machine_are_missed(monkeypatch):
    other = "linux" if sys.platform == "darwin" else "darwin"
    monkeypatch.setattr(packages.metadata, "requires", lambda _name: [f"nosuchpackage==1.0; sys_platform == '{other}'"])
    assert worst(packages.installed()) is not State.BROKEN


def test_imports_are_really_tried_and_one_that_takes_its_process_along_stops_no_other(tmp_path, monkeypatch):
    (tmp_path / "kills_itself.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    (tmp_path / "lacks_a_library.py").write_text("raise ImportError('libGL.so.1: cannot open shared object file')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    tried = dict(packages.attempt(["json", "kills_itself", "lacks_a_library", "no_such_module", "math"]))
    assert {name for name, (error, _) in tried.items() if error is None} == {"json", "math"}
    assert "-9" in tried["kills_itself"][0]
    assert "libgl1" in packages.remedy(tried["lacks_a_library"][0])
    assert packages.remedy(tried["no_such_module"][0]) == packages.INSTALL


def test_without_a_server_the_house_is_in_order_and_nothing_is_made(tmp_path):
    found = list(house.look(settings(tmp_path)))
    assert worst(found) is State.NOTE
    assert {"valkey", "broker", "documents", "files", "render", "spotify"} <= {finding.name for finding in found}
    assert not (tmp_path / "data").exists()


def test_a_redis_that_is_away_is_told_by_its_setting(tmp_path):
    [finding] = house.broker(settings(tmp_path, redis_url="redis://127.0.0.1:1/0"))
    assert finding.state is State.BROKEN
    assert "MUSEAIKA_REDIS_URL" in finding.mend


def test_an_address_that_is_none_is_told_too(tmp_path):
    [finding] = house.broker(settings(tmp_path, redis_url="localhost"))
    assert finding.state is State.BROKEN


def test_a_part_whose_package_is_missing_hides_no_other(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "museaika.wiring", None)
    monkeypatch.setitem(sys.modules, "museaika.connections", None)
    monkeypatch.delitem(sys.modules, "museaika.offline", raising=False)
    found = {finding.name: finding for finding in house.look(settings(tmp_path))}
    assert found["stores"].state is State.BROKEN
    assert found["engines"].state is State.BROKEN
    assert found["stores"].mend == "make install"
    assert found["valkey"].state is State.WORKS


def test_a_wrong_engine_section_is_told(tmp_path):
    found = list(house.engines(settings(tmp_path, engines={"nosuch": {}})))
    assert [finding.state for finding in found] == [State.BROKEN]


def test_a_collection_that_cannot_be_read_says_how_to_build_it(tmp_path):
    [shipped] = house.tracks(settings(tmp_path))
    [missing] = house.tracks(settings(tmp_path, matching={"index": tmp_path / "none.midx"}))

    assert (shipped.state, missing.state) == ("works", "broken")
    assert "132 MIDI files" in shipped.detail
    assert "build_midi_index.py" in missing.mend
