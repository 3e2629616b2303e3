"""A house of cheap processes under the real supervisor: `python dummies.py FOLDER PORT [ROLE=SCRIPT...]`."""

import sys
from pathlib import Path

from museaika.embedded.journal import Journal, Voice
from museaika.embedded.lock import FolderLock
from museaika.embedded.probes import page_answers
from museaika.embedded.role import Role, always, at_once
from museaika.embedded.supervisor import Supervisor
from museaika.logs import configure

PAGE = """
import http.server, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b"ok")
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
"""
HAND = """
import os, subprocess, sys, time
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("hand", os.getpid(), "grandchild", grandchild.pid, flush=True)
time.sleep(600)
"""


def never(_started: float) -> bool:
    return False


def main(folder: Path, port: int, more: list[str]) -> int:
    run = folder / "run"
    lock = FolderLock(run / "lock")
    lock.acquire()
    journal = Journal(folder)
    configure(stream=Voice(journal, "museaika"))
    roles = [
        Role("page", (sys.executable, "-c", PAGE, str(port)), 0, lambda _: page_answers("127.0.0.1", port)),
        Role("hand", (sys.executable, "-c", HAND), 1, grace=1.0),
    ]
    for name, script in (one.split("=", 1) for one in more):
        ready = never if name == "wrong" else at_once
        wanted = (run / "wanted").exists if name == "shy" else always
        roles.append(Role(name, (sys.executable, "-c", script), 1, ready, grace=1.0, wanted=wanted))

    def tell(seconds: float) -> None:
        journal.announce(f"ready {seconds:.2f}\n")

    return Supervisor(roles, journal, kept_open=(lock.fileno(),), when_ready=tell).run()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
