"""The command line helps quickly, refuses plainly, and scripts can read it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from museaika.commands.configuration import BadSettings, read_settings, unknown_variables
from museaika.commands.program import PANELS, program
from museaika.embedded.lock import FolderLock

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[4]


def call(*words, cwd=ROOT, **environment):
    """The real thing, as a person starts it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MUSEAIKA_")}
    command = [sys.executable, "-P", "-m", "museaika.commands", *map(str, words)]
    return subprocess.run(command, env={**clean, **environment}, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def invoke():
    return lambda *words: CliRunner().invoke(program(), [str(word) for word in words])


def test_help_is_there_before_a_person_wonders(capsys):
    """In processor time, which other programs on the machine do not stretch much."""
    times = []
    for _ in range(3):
        before = os.times()
        answer = call("--help")
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert "Start everything" in answer.stdout
    with capsys.disabled():
        sys.stdout.write(f"\nmuseaika --help: {min(times):.2f} s of processor time\n")
    assert min(times) < 0.5


def test_help_loads_neither_the_server_nor_the_networks():
    heavy = ["flask", "celery", "torch", "pymongo", "redis", "numpy", "pydantic", "eventlet"]
    script = f"""
import sys
sys.argv = ["museaika", "--help"]
try:
    from museaika.commands import main; main()
except SystemExit:
    print("LOADED", [name for name in {heavy!r} if name in sys.modules])
"""
    answer = subprocess.check_output([sys.executable, "-c", script], text=True)
    assert "LOADED []" in answer


@pytest.mark.parametrize("name", [command.__name__ for rows in PANELS.values() for command, _ in rows])
def test_every_command_explains_itself_with_an_example(invoke, name):
    answer = invoke(name, "--help")
    assert answer.exit_code == 0
    assert "Example" in answer.stdout


def test_without_a_command_it_helps(invoke):
    assert "Usage" in invoke().output


def test_it_knows_its_version(invoke):
    assert invoke("--version").stdout.startswith("museaika ")


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"MUSEAIKA_PORT": "99999"}, "MUSEAIKA_PORT"),
        ({"MUSEAIKA_ASYNC_MODE": "magic"}, "MUSEAIKA_ASYNC_MODE"),
        ({"MUSEAIKA_LIMITS__EVENTS": "many"}, "MUSEAIKA_LIMITS__EVENTS"),
        ({"MUSEAIKA_ENGINES": "{not json"}, "engines"),
        ({"MUSEAIKA_ENGINES__NOSUCH__X": "1"}, "nosuch"),
    ],
)
def test_a_wrong_setting_is_named_without_a_traceback(tmp_path, environment, told):
    answer = call("engines", cwd=tmp_path, **environment)
    assert answer.returncode == 78
    assert told in answer.stderr
    assert "Do this:" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert answer.stdout == ""


def test_a_refusal_can_be_read_by_a_script(tmp_path):
    answer = call("engines", "--json", cwd=tmp_path, MUSEAIKA_PORT="0")
    assert answer.returncode == 78
    assert json.loads(answer.stderr)["error"]["code"] == "settings.invalid"


def test_a_wrong_value_is_not_repeated_when_it_may_be_a_secret(tmp_path):
    (tmp_path / ".env").write_text("MUSEAIKA_S3__SECRET_KEY=tell-nobody\nMUSEAIKA_PORT=x\n")
    answer = call("engines", cwd=tmp_path)
    assert "tell-nobody" not in answer.stderr + answer.stdout


def test_a_package_that_is_missing_is_named_with_the_command_that_mends_it(tmp_path):
    script = "import sys; sys.modules['pydantic_settings'] = None; sys.argv = ['museaika', 'engines']\n"
    script += "from museaika.commands import main; main()"
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert answer.returncode == 69
    assert "make install" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_options_win_over_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("MUSEAIKA_PORT", "8001")
    assert read_settings(data=tmp_path).port == 8001
    assert read_settings(data=tmp_path, port=8002).port == 8002
    assert read_settings(data=tmp_path, port=None).port == 8001


def test_a_relative_data_folder_means_the_same_in_every_process(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert read_settings(data=Path("here")).data == tmp_path / "here"


def test_bad_options_are_refused_like_bad_variables(tmp_path):
    with pytest.raises(BadSettings, match="MUSEAIKA_WORKERS"):
        read_settings(data=tmp_path, workers=0)


def test_slips_of_the_pen_are_found(tmp_path):
    (tmp_path / ".env").write_text("# MUSEAIKA_COMMENT=1\nexport MUSEAIKA_PROT=1\nMUSEAIKA_PORT=1\nOTHER=2\n")
    given = {"MUSEAIKA_LIMITS__ORDERS": "off", "MUSEAIKA_LIMIT__ORDERS": "off", "PATH": "x"}
    assert unknown_variables(given, tmp_path / ".env") == ["MUSEAIKA_LIMIT__ORDERS", "MUSEAIKA_PROT"]


def test_engines_are_listed_for_people_and_for_scripts(invoke):
    facts = json.loads(invoke("engines", "--json").stdout)["engines"]
    assert facts[0]["name"] == "render"
    assert facts[0]["ready"] is True
    assert "properties" in facts[0]["options"]
    assert "render" in invoke("engines").stdout


def test_the_key_is_made_renewed_and_never_shown(invoke, tmp_path):
    made = json.loads(invoke("keys", "--data", tmp_path, "--json").stdout)
    kept = json.loads(invoke("keys", "--data", tmp_path, "--json").stdout)
    renewed = invoke("keys", "--data", tmp_path, "--rotate")
    assert (made["done"], kept["done"]) == ("made", "kept")
    assert "renewed" in renewed.stdout
    keys = (tmp_path / "secret.key").read_text().split()
    assert len(keys) == 2
    assert not any(key in renewed.stdout for key in keys)


def test_a_key_from_the_environment_is_not_renewed_in_a_file(tmp_path):
    answer = call("keys", "--rotate", "--data", tmp_path, SECRET_KEY="x" * 40)
    assert answer.returncode == 2
    assert "SECRET_KEY" in answer.stderr
    assert not list(tmp_path.iterdir())


def test_a_queue_nobody_knows_is_refused(invoke, tmp_path):
    answer = invoke("worker", "--queues", "cpu,tpu", "--data", tmp_path)
    assert answer.exit_code == 2
    assert "tpu" in answer.output


def test_the_http_doors_are_described_without_a_server(invoke, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    described = yaml.safe_load(invoke("openapi").stdout)
    assert described["openapi"].startswith("3.1")
    assert "/generations" in " ".join(described["paths"])
    assert json.loads(invoke("openapi", "--json").stdout) == described
    assert not list(tmp_path.iterdir())


def test_a_description_is_compared_with_a_file(invoke, tmp_path):
    file = tmp_path / "asyncapi.yaml"
    file.write_text(invoke("asyncapi").stdout)
    assert invoke("asyncapi", "--check", file).exit_code == 0
    file.write_text(file.read_text().replace("job:watch", "job:look"))
    answer = invoke("asyncapi", "--check", file)
    assert answer.exit_code == 1
    assert "museaika asyncapi >" in answer.output
    assert invoke("asyncapi", "--check", tmp_path / "missing.yaml").exit_code == 1


@pytest.mark.parametrize(
    ("variables", "tool"),
    [({"MUSEAIKA_DOCUMENTS": "mongodb://h/db"}, "mongodump"), ({"MUSEAIKA_FILES": "s3"}, "mc mirror")],
)
def test_what_has_outgrown_the_embedded_services_is_told_what_to_use(tmp_path, variables, tool):
    for command in ("backup", "restore"):
        answer = call(command, tmp_path / "x.tar.gz", "--data", tmp_path, **variables)
        assert answer.returncode == 78
        assert tool in answer.stderr


def test_there_is_no_backup_of_nothing(tmp_path):
    answer = call("backup", tmp_path / "x.tar.gz", "--data", tmp_path / "never")
    assert answer.returncode == 78
    assert not list(tmp_path.iterdir())


def test_restore_refuses_a_folder_that_a_server_uses(tmp_path):
    lock = FolderLock(tmp_path / "data" / "run" / "lock")
    lock.acquire()
    answer = call("restore", tmp_path / "x.tar.gz", "--data", tmp_path / "data")
    lock.release()
    assert answer.returncode == 75
    assert "already runs" in answer.stderr
