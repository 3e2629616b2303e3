"""What is written about running the server, held against the code: compose, images, settings, packages, commands."""

import ast
import importlib.util
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel

from museaika.asyncapi import INBOUND, asyncapi
from museaika.celery import LIVE, QUEUES
from museaika.commands.description import as_yaml
from museaika.commands.program import PANELS
from museaika.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = ("museaika", "blueprints", "workers", "modules", "models")
OURS = {"web", "worker-cpu", "worker-live", "worker-gpu", "upkeep"}
ONE_SHOT = {"bucket"}
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

OWED = {
    # The owner's list: package -> (what it is imported as, the feature that owes the import)
    "flask": ("flask", "blueprints/__init__.py"),
    "flask-socketio": ("flask_socketio", "blueprints/sockets.py"),
    "eventlet": ("eventlet", "museaika/web.py"),
    "celery": ("celery", "museaika/celery.py"),
    "redis": ("redis", "museaika/connections.py"),
    "pymongo": ("pymongo", "modules/documents/mongo.py"),
    "transformers": ("transformers", "modules/mood/detectors/huggingface"),
    "opencv-python": ("cv2", "modules/mood/detectors/face"),
    "mediapipe": ("mediapipe", "modules/mood/detectors/face"),
    "torch": ("torch", "modules/composing/network.py"),
    "pretty_midi": ("pretty_midi", "modules/score/score.py"),
    "encodec": ("encodec", "modules/generation/engines/blend"),
    "spotipy": ("spotipy", "modules/spotify"),
}


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def names_of_settings(kind=Settings, prefix="MUSEAIKA_"):
    for name, field in kind.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from names_of_settings(field.annotation, f"{prefix}{name.upper()}__")
        else:
            yield f"{prefix}{name.upper()}"


def declared():
    """Requirement lines of pyproject and no-deps.txt by canonical name."""
    lines = [*PROJECT["dependencies"], *(line for extra in PROJECT["optional-dependencies"].values() for line in extra)]
    lines += (ROOT / "requirements/no-deps.txt").read_text().splitlines()
    found = (re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*(?:==\s*([^\s;]+))?", line) for line in lines)
    return {canonical(one[1]): one[2] for one in found if one}


def constraints():
    lines = (ROOT / "requirements/constraints.txt").read_text().splitlines()
    return dict(line.split("==") for line in lines if "==" in line)


def imported():
    """First names of everything production code imports, with the files that do."""
    found = {}
    for folder in PRODUCTION:
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
                for name in names:
                    found.setdefault(name.partition(".")[0], set()).add(file)
    return found


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Compose


def test_every_queue_has_a_service_that_works_on_it():
    consumed = set()
    for service in SERVICES.values():
        command = service.get("command") or []
        if command[:2] == ["museaika", "worker"]:
            consumed |= set(command[command.index("--queues") + 1].split(","))
    assert consumed == {*QUEUES, LIVE}


def test_our_services_run_commands_that_exist():
    known = {command.__name__ for rows in PANELS.values() for command, _ in rows}
    for name in OURS - {"web"}:
        program, command, *_ = SERVICES[name]["command"]
        assert program == "museaika"
        assert command in known
    assert "museaika" in PROJECT["scripts"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_what_compose_sets_is_a_setting(name):
    known = set(names_of_settings())
    given = {variable for variable in SERVICES[name]["environment"] if variable.startswith("MUSEAIKA_")}
    assert given
    assert given <= known


def test_what_compose_sets_makes_whole_settings(monkeypatch):
    for name in OURS:
        for variable, value in SERVICES[name]["environment"].items():
            default = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", str(value))
            monkeypatch.setenv(variable, re.sub(r"\$\{\w+:\?[^}]*\}", "s3cret-value", default))
        settings = Settings(_env_file=None)
        assert settings.documents.startswith("mongodb://museaika:s3cret-value@mongo:27017/museaika")
        assert settings.redis_url == "redis://:s3cret-value@valkey:6379/0"
        assert settings.s3.endpoint == "http://minio:9000"


def test_everything_restarts_and_says_whether_it_is_healthy():
    for name, service in SERVICES.items():
        assert service["restart"] == ("on-failure" if name in ONE_SHOT else "unless-stopped"), name
        assert name in ONE_SHOT or "test" in service["healthcheck"], name


def test_what_must_last_lies_in_a_named_volume():
    used = {mount.partition(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}
    assert {"documents", "queue", "files", "weights"} == set(COMPOSE["volumes"])
    assert set(COMPOSE["volumes"]) <= used
    for worker in ("worker-cpu", "worker-live", "worker-gpu"):
        assert "weights:/weights" in SERVICES[worker]["volumes"]


def test_no_service_but_the_page_is_published_and_that_one_on_loopback():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert set(published) == {"web", "nginx"}
    assert published["web"] == ["${PUBLISH:-127.0.0.1:8000}:8000"]
    assert SERVICES["nginx"]["profiles"] == ["proxy"]


def test_no_secret_has_a_default():
    text = (ROOT / "docker-compose.yml").read_text()
    for line in text.splitlines():
        if re.search(r"(PASSWORD|SECRET)", line) and "${" in line:
            assert ":?" in line, line


def test_the_gpu_worker_reserves_a_device_and_says_which():
    gpu = SERVICES["worker-gpu"]
    [device] = gpu["deploy"]["resources"]["reservations"]["devices"]
    assert device["driver"] == "nvidia"
    assert "gpu" in device["capabilities"]
    assert "CUDA_VISIBLE_DEVICES" in gpu["environment"]
    assert gpu["profiles"] == ["gpu"]
    assert gpu["build"]["args"]["TORCH_INDEX"] == ""


def test_valkey_never_forgets_a_job_to_make_room():
    command = " ".join(SERVICES["valkey"]["command"])
    assert "--maxmemory-policy noeviction" in command
    assert "--appendonly yes" in command


# Images


def test_images_are_built_from_stages_that_exist_and_run_as_nobody_special():
    text = (ROOT / "Dockerfile").read_text()
    stages = {found[2]: found[1] for found in re.finditer(r"^FROM (\S+) AS (\S+)$", text, re.MULTILINE)}
    for name in OURS:
        assert SERVICES[name]["build"]["target"] in stages
    for target in ("web", "worker"):
        assert stages[target] == "runtime"
    runtime = text.split("AS runtime")[1].split("FROM")[0]
    assert "USER museaika" in runtime
    assert "USER root" not in text


def test_the_web_image_carries_no_networks():
    stages = re.split(r"^FROM ", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    by_name = {stage.split("\n")[0].split(" AS ")[-1]: stage for stage in stages[1:]}
    assert "packages AS web-build" in by_name["web-build"]
    assert "networks" not in by_name["packages"]
    assert "['networks']" in by_name["network-packages"]
    assert "--from=web-build" in by_name["web"]
    assert "--from=worker-build" in by_name["worker"]


def test_the_image_gets_every_folder_of_the_code():
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert set(PRODUCTION) <= kept
    assert {"pyproject.toml", "requirements", PROJECT["readme"]} <= kept


def test_nginx_passes_websockets_and_large_uploads():
    text = (ROOT / "deploy/nginx.conf").read_text()
    sockets = text.split("location /socket.io/")[1].split("}")[0]
    assert "proxy_set_header Upgrade $http_upgrade;" in sockets
    assert "proxy_set_header Connection $connection_upgrade;" in sockets
    assert "client_max_body_size 101m;" in text
    for location in text.split("location ")[1:]:
        assert "X-Forwarded-For" in location
        assert "X-Forwarded-Proto" in location


# Settings


def test_every_setting_stands_in_the_example_with_its_default():
    assert (ROOT / ".env.example").read_text() == script("write_env_example").example(), "run `make docs`"


def test_the_example_changes_nothing_as_it_is_and_with_every_line_taken_in(tmp_path):
    example = (ROOT / ".env.example").read_text()
    (tmp_path / ".env").write_text(re.sub(r"^#(\w+=)", r"\1", example, flags=re.MULTILINE))
    for file in (ROOT / ".env.example", tmp_path / ".env"):
        assert Settings(_env_file=file) == Settings(_env_file=None)


def test_every_secret_that_compose_asks_for_stands_in_the_example():
    example = (ROOT / ".env.example").read_text()
    asked = set(re.findall(r"\$\{(\w+)[:}]", (ROOT / "docker-compose.yml").read_text()))
    assert all(f"#{name}=" in example for name in asked)


def test_every_setting_stands_in_the_readme():
    readme = (ROOT / "README.md").read_text()
    assert not [name for name in names_of_settings() if f"`{name}`" not in readme]


# Packages


@pytest.mark.slow
@pytest.mark.parametrize("package", sorted(OWED))
def test_a_package_of_the_owners_list_is_declared_and_imported_once_its_feature_is_there(package):
    name, feature = OWED[package]
    assert canonical(package) in declared()
    if (ROOT / feature).exists():
        assert name in imported(), f"{feature} is there, but nothing imports {name}"


def test_every_pin_is_the_version_that_was_seen_to_work_together():
    pinned = constraints()
    for name, version in declared().items():
        if version and name not in apart():
            assert pinned.get(name) == version, f"{name}: run `make pins`"


def apart():
    return {canonical(line.split("==")[0]) for line in (ROOT / "requirements/no-deps.txt").read_text().splitlines()}


def test_what_comes_without_its_requirements_is_pinned_and_nowhere_else():
    lines = [line for line in (ROOT / "requirements/no-deps.txt").read_text().splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+", line) for line in lines)
    assert not apart() & set(constraints())


def test_no_package_index_is_named_but_the_official_one_of_torch():
    files = ["Makefile", "Dockerfile", "docker-compose.yml", ".ci/run", "pyproject.toml", "README.md", "docs/deploy.md"]
    files += [f"requirements/{name}" for name in ("constraints.txt", "no-deps.txt")]
    for file in files:
        found = re.findall(r"index-url[ =\"$]*(https?://[^\s\"`']+)", (ROOT / file).read_text())
        assert set(found) <= {"https://download.pytorch.org/whl/cpu"}, file


# Commands and descriptions


def test_ci_runs_make_test():
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert "make test" in (ROOT / ".ci/run").read_text()


def test_every_target_of_the_makefile_has_a_line_of_help():
    text = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())
    explained = set(re.findall(r"^([a-z0-9-]+):.*?## \S", text, re.MULTILINE))
    assert phony == explained
    shown = subprocess.check_output(["make", "-C", str(ROOT), "--no-print-directory", "help"], text=True)
    assert all(f"make {target} " in shown for target in phony)


def test_every_command_has_help_and_a_working_example():
    for rows in PANELS.values():
        for command, example in rows:
            assert command.__doc__
            assert f"museaika {command.__name__}" in example


def test_the_description_of_the_sockets_is_what_the_code_says():
    assert (ROOT / "docs/asyncapi.yaml").read_text() == as_yaml(asyncapi()), "run `make docs`"


def test_every_event_that_a_door_listens_to_is_described():
    heard = set()
    for file in (ROOT / "blueprints").rglob("*.py"):
        heard |= set(re.findall(r"\.on(?:_event)?\(\s*\"(\w+:\w+)\"", file.read_text()))
    assert heard == {one.name for one in INBOUND}
