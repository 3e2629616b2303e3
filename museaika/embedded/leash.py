"""Runs a program that dies with the one who started it: `python -I -S leash.py PARENT PROGRAM ARGUMENT...`.

A program of its own, because asking the kernel for it between fork and exec is not safe in a process with threads.
"""

import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, argv: list[str]) -> None:
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - macOS goes without

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("The one who started this is gone.")
    os.execv(argv[0], argv)  # noqa: S606 - becoming that program is the purpose


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
