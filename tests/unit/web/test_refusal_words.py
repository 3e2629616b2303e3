"""The page's own words for refusals: for codes that the server has, and none that speaks of its doors."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
LINE = re.compile(r'^  "([\w.]+)"|^  (\w+):', re.MULTILINE)
DOOR = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) |/\w+/")
SOURCES = [path for folder in ("models", "modules", "blueprints", "museaika") for path in (ROOT / folder).rglob("*.py")]


def words(language):
    return (ROOT / "web" / "src" / "i18n" / language / "refusals.ts").read_text("utf-8")


def test_every_code_is_one_of_the_servers():
    known = set(re.findall(r'"([a-z_.]+)"', "\n".join(path.read_text("utf-8") for path in SOURCES)))
    codes = {quoted or plain for quoted, plain in LINE.findall(words("en"))}
    assert len(codes) > 70
    assert codes - known == set()


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_sentence_of_the_page_speaks_of_doors(language):
    assert [line for line in words(language).splitlines() if line.startswith("  ") and DOOR.search(line)] == []
