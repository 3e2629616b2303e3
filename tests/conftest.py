"""What every test run says about itself, and what it need not even open."""

import re
from pathlib import Path

from tests.mongo_wire import described

LEFT_OUT = re.compile(r"not \w+(?: and not \w+)*")
MARKS = re.compile(r"^pytestmark = (.+)$", re.MULTILINE)


def pytest_report_header() -> str:
    return f"mongodb: {described()}"


def pytest_ignore_collect(collection_path: Path, config) -> bool | None:
    """What is left out as a whole is not imported: what some files import takes longer than most tests."""
    asked = config.option.markexpr
    if not LEFT_OUT.fullmatch(asked):
        return None
    files = collection_path.rglob("test_*.py") if collection_path.is_dir() else (collection_path,)
    marks = [
        set(re.findall(r"pytest\.mark\.(\w+)", told[1])) if (told := MARKS.search(_text(one))) else set()
        for one in files
    ]
    left_out = set(re.findall(r"not (\w+)", asked))
    return True if marks and all(one & left_out for one in marks) else None


def _text(path: Path) -> str:
    return path.read_text("utf-8") if path.name.startswith("test_") and path.suffix == ".py" else ""
