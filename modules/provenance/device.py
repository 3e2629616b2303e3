"""The class of machine: those of one class give the same bytes for the same order."""

import platform


def device_class() -> str:
    return f"{platform.system()} {platform.machine()} cpu".lower()
