"""The way to Modal: the package if it is there, what goes into the image, and a last question before money is spent."""

import importlib
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ["**/__pycache__", "**/*.pyc"]
COLLECTION_VOLUME = "museaika-lakh"
WORK_VOLUME = "museaika-composer"


def modal_package() -> Any:
    """It is no dependency: only who rents needs it."""
    try:
        return importlib.import_module("modal")
    except ModuleNotFoundError:
        sys.exit("The package modal is not installed. Do this: pip install modal && modal setup")


def pinned(*names: str) -> list[str]:
    """The requirements of these packages, with the versions this project is tested with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["networks"]]
    known = {line.split("==")[0].lower(): line for line in lines}
    return [known[name] for name in names]


def image_with(modal: Any, packages: list[str], folders: list[str], system: tuple[str, ...] = ()) -> Any:
    """The same Python as here, since functions travel as bytecode; our folders come last, so nothing is rebuilt."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    image = modal.Image.debian_slim(python_version=version)
    if system:
        image = image.apt_install(*system)
    image = image.pip_install(*packages)
    for folder in folders:
        image = image.add_local_dir(ROOT / folder, f"/app/{folder}", ignore=LEFT_OUT)
    return image


def agreed(yes: bool) -> bool:
    """Nothing is rented by accident."""
    if yes:
        return True
    if not sys.stdin.isatty():
        print("Nothing was rented. Add --yes to do it.")
        return False
    return input("Rent it? [y/N] ").strip().lower() in {"y", "yes"}
