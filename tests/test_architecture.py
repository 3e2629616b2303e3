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


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_short_named_after_its_noun_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text()
    tree = ast.parse(text)
    assert text.count("\n") <= 250, "two nouns in one file: split it"
    assert path.stem not in VAGUE, "name it after the noun inside"
    assert ast.get_docstring(tree), "say in one sentence what this file is for"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_functions_are_short(path: Path) -> None:
    for function in functions(ast.parse(path.read_text())):
        length = (function.end_lineno or 0) - function.lineno + 1
        assert length <= 40, f"{function.name} has {length} lines"


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
