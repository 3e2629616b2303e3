"""Asks one path of a server again and again, and prints how many milliseconds each answer took.

python prober.py URL INTERVAL SECONDS
"""

import http.client
import sys
import time
from urllib.parse import urlsplit


def main(url: str, interval: float, seconds: float) -> None:
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        begun = time.perf_counter()
        connection.request("GET", place.path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{url} answered {answer.status}")
        print((time.perf_counter() - begun) * 1000)
        time.sleep(interval)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), float(sys.argv[3]))
