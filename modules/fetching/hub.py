"""What the Hugging Face hub says of a repository: the commit, and of every file its size and, if large, its SHA-256.

It is asked once, and its answer is kept beside the weights: so what is there can be told without a network, and going
on with an interrupted fetch goes on with the same commit. The sums are the hub's own word: they show that a file
arrived as it lies there, not who put it there.
"""

import json
import urllib.error
import urllib.request
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

from models.errors import Unavailable
from modules.fetching.download import TIMEOUT
from modules.fetching.manifest import Weights, on_the_hub

LISTING: Final = "hub.json"
ADDRESS: Final = "https://huggingface.co"


class NoListing(Unavailable):
    code = "weights.no_listing"
    title = "The hub does not say what there is"


def listed(weights: Weights, folder: Path) -> Weights:
    """With the files that the kept answer names; as they are where nothing was asked yet."""
    path = folder / weights.name / LISTING
    if weights.hub is None or not path.is_file():
        return weights
    try:
        return _with(weights, json.loads(path.read_text("utf-8")))
    except (ValueError, KeyError, TypeError):
        return weights


def ask(weights: Weights, folder: Path, token: str | None = None, address: str = ADDRESS) -> Weights:
    """The same, after asking the hub where that was not done before. Raises NoListing."""
    path = folder / weights.name / LISTING
    if weights.hub is None or (path.is_file() and listed(weights, folder) is not weights):
        return listed(weights, folder)
    answer = _answer(f"{address}/api/models/{weights.hub.repository}?blobs=true", token, weights)
    found = _with(weights, answer)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps({"sha": answer["sha"], "siblings": answer["siblings"]}), "utf-8")
    beside.replace(path)
    return found


def _answer(url: str, token: str | None, weights: Weights) -> Any:
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310 - the hub's address
    if token:
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - the same
            told = json.load(answer)
        _with(weights, told)
    except (OSError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        raise NoListing(
            f"{url} cannot be read: {getattr(error, 'reason', None) or error or type(error).__name__}.",
            next_step=f"Run this again when there is a network; or download {weights.page} on another machine and run "
            f"`museaika weights fetch {weights.name} --from FOLDER`.",
        ) from None
    return told


def _with(weights: Weights, answer: Any) -> Weights:
    """Raises KeyError, TypeError, ValueError where the answer is none."""
    hub, files = weights.hub, []
    if hub is None:
        return weights
    for one in answer["siblings"]:
        name = str(one["rfilename"])
        if ".." in Path(name).parts or Path(name).is_absolute():
            raise ValueError(name)
        if any(fnmatch(name, wish) for wish in hub.wanted):
            sha256 = (one.get("lfs") or {}).get("sha256")
            files.append(on_the_hub(hub.repository, str(answer["sha"]), name, one.get("size"), sha256))
    if not {file.name for file in weights.files} <= {file.name for file in files}:
        raise ValueError("files that must be there are not")
    return replace(weights, files=tuple(files))
