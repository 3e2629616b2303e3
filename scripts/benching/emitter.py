"""Publishes events to one room as a worker does, each with the moment it was sent in its note.

python emitter.py URL_FILE ROOM COUNT INTERVAL
"""

import sys
import time
from pathlib import Path

import socketio

from models.events import GenerationProgressed
from modules.realtime import CHANNEL, SocketPublisher

WARM_UP = 20


def main(url_file: str, room: str, count: int, interval: float) -> None:
    url = Path(url_file).read_text().strip()
    publisher = SocketPublisher(socketio.RedisManager(url, channel=CHANNEL, write_only=True))
    for number in range(WARM_UP + count):
        time.sleep(interval)
        name = "warm-up" if number < WARM_UP else "measured"
        note = str(time.monotonic_ns())
        publisher.publish(GenerationProgressed(rooms=(room,), id=name, attempt=1, fraction=0.5, note=note))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
