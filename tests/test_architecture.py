"""Rules of the house that no linter knows."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("museaika", "blueprints", "workers", "modules", "models")
FILES = sorted(path for room in (*ROOMS, "scripts") for path in (ROOT / room).rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "common", "misc", "base", "manager", "core"}
HEAVY = ("torch", "transformers", "diffusers", "peft", "librosa", "mediapipe", "scipy", "matplotlib")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def complaints_about(path: Path) -> list[str]:
    text = path.read_text()
    tree = ast.parse(text)
    rules = {
        "two nouns in one file: split it": text.count("\n") <= 250,
        "name it after the noun inside": path.stem not in VAGUE,
        "say in one sentence what this file is for": bool(ast.get_docstring(tree)),
    }
    lengths = [(one.name, (one.end_lineno or 0) - one.lineno + 1) for one in functions(tree)]
    long = [f"{name} has {length} lines" for name, length in lengths if length > 40]
    return [f"{name_of(path)}: {wrong}" for wrong in [*(rule for rule, held in rules.items() if not held), *long]]


def test_files_and_functions_are_short_and_a_file_says_what_its_noun_is_for() -> None:
    """All files at once: a test for each would take ten times as long, and is read no better."""
    assert [wrong for path in FILES for wrong in complaints_about(path)] == []


def test_a_file_that_breaks_every_rule_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    bad = tmp_path / "utils.py"
    bad.write_text("def long():\n" + "    pass\n" * 250)
    assert len(complaints_about(bad)) == 4


def test_views_only_parse_act_and_present() -> None:
    for path in (ROOT / "blueprints").glob("*.py"):
        for view in functions(ast.parse(path.read_text())):
            routed = any(isinstance(one, ast.Call) and _is_route(one.func) for one in view.decorator_list)
            body = [line for line in view.body if not _is_docstring(line)]
            if routed and body:
                length = (body[-1].end_lineno or 0) - body[0].lineno + 1
                assert length <= 8, f"{path.name}: {view.name} has {length} lines"


def test_tasks_are_short_and_take_ids() -> None:
    for path in (ROOT / "workers").glob("*.py"):
        for task in functions(ast.parse(path.read_text())):
            assert (task.end_lineno or 0) - task.lineno + 1 <= 20, f"{path.name}: {task.name}"


def test_the_web_process_imports_nothing_heavy() -> None:
    code = (
        "import sys, museaika.app, museaika.wiring, museaika.celery, workers.generation\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert seen.stdout.strip() == "[]", seen.stdout + seen.stderr


@pytest.mark.slow
def test_importing_anything_opens_no_socket_and_starts_no_thread() -> None:
    modules = sorted(
        name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for path in FILES
        if not name_of(path).startswith("scripts/") and path.name != "__main__.py" and _is_light(path)
    )
    code = (
        "import importlib, socket, threading\n"
        "def refuse(*a, **k): raise AssertionError('a socket was connected at import')\n"
        "socket.socket.connect = refuse\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "print(threading.active_count())"
    )
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert seen.stdout.strip().endswith("1"), seen.stdout + seen.stderr


def _is_route(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in {"get", "post", "put", "patch", "delete"}


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_light(path: Path) -> bool:
    return not any(heavy in path.read_text() for heavy in ("import torch", "from torch"))
