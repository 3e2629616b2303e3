"""Write requirements/constraints.txt: the exact versions of all that museaika needs, directly or not, as installed.

`make pins` runs it. Versions are what pip freeze would say, without builds of one platform (2.13.0, not 2.13.0+cpu)
and without packages that happen to be installed and that nothing here asks for.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement

HERE = Path(__file__).resolve().parent.parent / "requirements"
EXTRAS = ("networks", "dev")
HEAD = """\
# All versions that were seen to work together; `make pins` writes this file.
# pyproject.toml says what is needed, this says which release of it and of what it needs in turn.
"""


def name_of(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def wanted(requirements: Iterable[str], extras: set[str]) -> Iterator[Requirement]:
    """Those of the requirements that this machine and these extras ask for."""
    environments = [{**default_environment(), "extra": extra} for extra in ("", *extras)]
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or any(requirement.marker.evaluate(one) for one in environments):
            yield requirement


def collect(requirements: Iterable[str], extras: set[str], found: dict[str, set[str]]) -> None:
    """All distributions below the requirements, each with the extras that somebody wanted of it."""
    for requirement in wanted(requirements, extras):
        name, more = name_of(requirement.name), set(requirement.extras)
        if name in found and more <= found[name]:
            continue
        found[name] = found.get(name, set()) | more
        collect(metadata.requires(name) or [], found[name], found)


def main() -> None:
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *(line for extra in EXTRAS for line in project["optional-dependencies"][extra])]
    found: dict[str, set[str]] = {}
    collect(lines, set(), found)
    apart = [line.partition("==")[0] for line in (HERE / "no-deps.txt").read_text("utf-8").splitlines() if "==" in line]
    pins = [f"{name}=={metadata.version(name).partition('+')[0]}" for name in sorted(found) if name not in apart]
    (HERE / "constraints.txt").write_text(HEAD + "\n".join(pins) + "\n", "utf-8")
    print(f"{len(pins)} versions written")


if __name__ == "__main__":
    main()
