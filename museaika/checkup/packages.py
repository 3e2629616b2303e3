"""The packages: installed in the version we pin, and really importable on this machine."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata

from museaika.checkup.finding import Finding, broken, note, works

AREA = "packages"
INSTALL = "make install"
FRAGILE = (
    *("av", "cryptography", "cv2", "gevent", "mediapipe", "numpy", "obstore", "onnxruntime", "scipy", "soundfile"),
    *("symusic", "tinysoundfont"),
)
"""Native code that may be there and still not run: a missing system library, a foreign processor."""
NETWORKS = ("torch", "transformers", "basic_pitch")
APART = ("tinysoundfont", "basic-pitch", "encodec")
"""Installed with --no-deps, so that no requirement of ours names them."""
LIBRARIES = {"libGL.so": "libgl1", "libgthread": "libglib2.0-0", "libglib": "libglib2.0-0", "libEGL": "libegl1"}
TRY = """
import importlib, json, sys, time
for name in sys.argv[1:]:
    print(json.dumps([name]), flush=True)
    began, error, more = time.perf_counter(), None, {}
    try:
        module = importlib.import_module(name)
        if name == "torch":
            more = {"cuda": module.version.cuda, "devices": module.cuda.device_count(), "version": module.__version__}
    except BaseException as problem:
        error = f"{type(problem).__name__}: {problem}"
    print(json.dumps([name, error, round(time.perf_counter() - began, 2), more]), flush=True)
"""


def look(*, deep: bool = True) -> Iterator[Finding]:
    yield from installed()
    if not deep:
        return
    tried = dict(attempt([*FRAGILE, *(NETWORKS if has("torch") else ())]))
    failed = {name: error for name, (error, _) in tried.items() if error}
    for name, error in failed.items():
        yield broken(AREA, name, f"does not import: {error}", remedy(error))
    if not failed:
        yield works(AREA, "imports", f"all {len(tried)} packages with native code import")
    if "torch" in tried and "torch" not in failed:
        yield _torch(tried["torch"][1])


def installed() -> Iterator[Finding]:
    """One finding per package that is missing or in another version, or one that all is well."""
    needed = [*_required(), *((name, None) for name in APART if has("torch"))]
    wrong = [finding for name, version in needed if (finding := _compared(name, version))]
    yield from wrong
    if not wrong:
        yield works(AREA, "versions", f"all {len(needed)} as pinned")
    if not has("torch"):
        hint = "Workers that run networks need them: make install."
        yield note(AREA, "networks", "torch and its companions are not installed; a web process does without.", hint)


def attempt(names: Iterable[str]) -> Iterator[tuple[str, tuple[str | None, dict[str, object]]]]:
    """Import each in a process apart, because a broken library may take the whole process with it."""
    waiting = list(names)
    while waiting:
        begun, done = [], {}
        command = [sys.executable, "-P", "-W", "ignore", "-c", TRY, *waiting]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        for line in run.stdout.splitlines():
            if not line.startswith("["):
                continue
            name, *rest = json.loads(line)
            begun.append(name)
            if rest:
                done[name] = (rest[0], rest[2])
        yield from done.items()
        crashed = [name for name in begun if name not in done][:1] or [name for name in waiting if name not in done][:1]
        for name in crashed:
            yield name, (f"it took its process along (exit status {run.returncode})", {})
        waiting = [name for name in waiting if name not in done and name not in crashed]


def remedy(error: str) -> str:
    for sign, package in LIBRARIES.items():
        if sign in error:
            return f"apt-get install {package}  (or your system's package of that library)"
    return INSTALL


def has(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _required() -> Iterator[tuple[str, str | None]]:
    """What this machine must have: (name, pinned version) of every requirement that is not an extra."""
    for line in metadata.requires("museaika") or ():
        found = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?\s*(?:==\s*([^\s;]+))?\s*(;.*)?$", line)
        if found and "extra ==" not in (found[3] or "") and _for_this_machine(found[3] or ""):
            yield found[1], found[2]


def _for_this_machine(marker: str) -> bool:
    """The two markers we use."""
    import platform  # noqa: PLC0415 - only here

    systems = re.findall(r"sys_platform == ['\"](\w+)['\"]", marker)
    machines = re.findall(r"platform_machine == ['\"](\w+)['\"]", marker)
    return (not systems or sys.platform in systems) and (not machines or platform.machine() in machines)


def _compared(name: str, wanted: str | None) -> Finding | None:
    if not has(name):
        return broken(AREA, name, "is not installed.", INSTALL)
    version = metadata.version(name)
    if wanted and version.partition("+")[0] != wanted:
        return broken(AREA, name, f"is {version}, but {wanted} is what was tested.", INSTALL)
    return None


def _torch(facts: dict[str, object]) -> Finding:
    version, cuda, devices = facts["version"], facts["cuda"], facts["devices"]
    if not cuda:
        return works(AREA, "torch", f"{version}, CPU build: networks run on the processor")
    if not devices:
        hint = "Install the GPU's driver, or the smaller CPU build (see README)."
        return note(AREA, "torch", f"{version}, built for CUDA {cuda}, but no GPU is seen.", hint)
    return works(AREA, "torch", f"{version}, CUDA {cuda}, {devices} GPU(s)")
