"""Write requirements/constraints.txt: the exact versions of all that museaika needs, directly or not, as installed.

`make pins` runs it. Versions are what pip freeze would say, without builds of one platform (2.13.0, not 2.13.0+cpu)
and without packages that happen to be installed and that nothing here asks for.
"""

import re
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


def needed(name: str, extras: set[str], found: dict[str, set[str]]) -> None:
    """Collect a distribution and all below it, each with the extras that somebody wanted of it."""
    known = found.get(name)
    if known is not None and extras <= known:
        return
    found[name] = (known or set()) | extras
    try:
        requirements = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        del found[name]
        return
    for requirement in map(Requirement, requirements):
        environments = [{**default_environment(), "extra": extra} for extra in ("", *found[name])]
        if requirement.marker is None or any(requirement.marker.evaluate(one) for one in environments):
            needed(name_of(requirement.name), set(requirement.extras), found)


def main() -> None:
    apart = [line.partition("==")[0] for line in (HERE / "no-deps.txt").read_text("utf-8").splitlines() if "==" in line]
    found: dict[str, set[str]] = {}
    needed("museaika", set(EXTRAS), found)
    pins = [f"{name}=={metadata.version(name).partition('+')[0]}" for name in sorted(found) if name != "museaika"]
    pins = [pin for pin in pins if pin.partition("==")[0] not in apart]
    (HERE / "constraints.txt").write_text(HEAD + "\n".join(pins) + "\n", "utf-8")
    print(f"{len(pins)} versions written")


if __name__ == "__main__":
    main()
