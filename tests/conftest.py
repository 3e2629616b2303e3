"""What every test run says about itself, and what it need not even open."""

import re
from pathlib import Path

from tests.mongo_wire import described

LEFT_OUT = re.compile(r"not \w+(?: and not \w+)*")
MARKS = re.compile(r"^pytestmark = (.+)$", re.MULTILINE)


def pytest_report_header() -> str:
    return f"mongodb: {described()}"


def pytest_ignore_collect(collection_path: Path, config) -> bool | None:
    """A file whose every test is left out is not imported: what some of them import takes longer than most tests."""
    asked = config.option.markexpr
    if collection_path.suffix != ".py" or not LEFT_OUT.fullmatch(asked):
        return None
    marks = MARKS.search(collection_path.read_text("utf-8"))
    has = re.findall(r"pytest\.mark\.(\w+)", marks[1]) if marks else ()
    return True if set(has) & set(re.findall(r"not (\w+)", asked)) else None
