"""Outlives the supervisor by a moment, to end every process group the supervisor has left behind.

The supervisor holds the other end of this program's standard input and names groups on it: "+123" starts, "-123"
ended. However the supervisor goes, kill -9 included, the input ends, and so do the groups. The kernel's own leash
(leash.py) is faster but Linux only, and does not reach grandchildren.
"""

import os
import signal
import sys

GONE = (ProcessLookupError, PermissionError)


def main() -> None:
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    groups: set[int] = set()
    for line in sys.stdin:
        group = int(line[1:])
        (groups.add if line.startswith("+") else groups.discard)(group)
    for group in groups:
        try:
            os.killpg(group, signal.SIGKILL)
        except GONE:
            continue


if __name__ == "__main__":
    main()
