"""One of the processes of test_refreshing: waits for the word, asks whose account it is, and says what came of it."""

import sys
import time
from pathlib import Path

from models.schema import utc_now
from tests.fakes import RememberingPublisher
from tests.spotify_people import spotify_at

folder, url, begin_at, times = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
spotify, documents = spotify_at(url, folder, utc_now, RememberingPublisher())
sys.stdout.write("ready\n")
time.sleep(max(begin_at - time.time(), 0))
for _ in range(times):
    sys.stdout.write(f"{spotify.of('me').listening.me().display_name}\n")
documents.close()
