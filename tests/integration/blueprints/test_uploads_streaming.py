"""Big uploads over a real socket, while others want to be served by the same hub."""

import io
import json
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

pytestmark = pytest.mark.integration

SERVER = """
import json, sys, warnings
from pathlib import Path
warnings.simplefilter("ignore")
mode, folder = sys.argv[1:]
if mode == "eventlet":
    import eventlet, eventlet.tpool, eventlet.wsgi
    eventlet.monkey_patch()
    offload = eventlet.tpool.execute
else:
    import gevent
    from gevent import monkey, pywsgi
    monkey.patch_all()
    offload = lambda function, *arguments: gevent.get_hub().threadpool.apply(function, arguments)
from tests.unit.blueprints.upload_house import House
house = House(Path(folder), offload=offload)
house.app.add_url_rule("/ping", view_func=lambda: "pong")
def tell(port):
    print(json.dumps({"port": port, "headers": house.mine}), flush=True)
if mode == "eventlet":
    listener = eventlet.listen(("127.0.0.1", 0))
    tell(listener.getsockname()[1])
    eventlet.wsgi.server(listener, house.app, log_output=False)
else:
    server = pywsgi.WSGIServer(("127.0.0.1", 0), house.app, log=None)
    server.start()
    tell(server.server_port)
    server.serve_forever()
"""
ROOT = Path(__file__).parents[3]
MEGABYTES = 48


class Served:
    def __init__(self, mode, folder):
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVER, mode, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        told = json.loads(self.process.stdout.readline())
        self.url, self.headers = f"http://127.0.0.1:{told['port']}", told["headers"]

    def memory(self):
        """Megabytes resident."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1000

    def post(self, body, content_type):
        headers = self.headers | {"Content-Type": content_type}
        return urlopen(Request(f"{self.url}/uploads", data=body, headers=headers, method="POST"))  # noqa: S310

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(params=["eventlet", "gevent"])
def served(request, tmp_path):
    served = Served(request.param, tmp_path)
    yield served
    served.close()


def form(megabytes):
    """A form with a quiet WAV of that size."""
    size = megabytes * 1_000_000
    head = struct.pack("<IHHIIHH", 16, 1, 2, 44_100, 44_100 * 4, 4, 16)
    wav = b"RIFF" + struct.pack("<I", size + 36) + b"WAVEfmt " + head + b"data" + struct.pack("<I", size) + bytes(size)
    start = b'--B\r\nContent-Disposition: form-data; name="file"; filename="long.wav"\r\n\r\n'
    return start + wav + b"\r\n--B--\r\n"


class Pings:
    """Asks for a page all the time and notes how long each answer took."""

    def __init__(self, url):
        self.url, self.took, self.over = f"{url}/ping", [], False
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.over:
            started = time.perf_counter()
            with urlopen(self.url) as answer:  # noqa: S310
                answer.read()
            self.took.append(time.perf_counter() - started)
            time.sleep(0.005)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over = True
        self.thread.join()


def test_a_big_upload_passes_through_without_memory_and_lets_others_in(served, capsys):
    with served.post(form(1), "multipart/form-data; boundary=B") as answer:
        assert answer.status == 201
    before, body = served.memory(), io.BytesIO(form(MEGABYTES)).getvalue()

    with Pings(served.url) as pings:
        started = time.perf_counter()
        with served.post(body, "multipart/form-data; boundary=B") as answer:
            made = json.load(answer)
        took = time.perf_counter() - started

    grown, waits = served.memory() - before, sorted(pings.took)
    p50, worst = waits[len(waits) // 2], waits[-1]
    with capsys.disabled():
        print(  # noqa: T201 - the figure is part of the answer
            f"\n{MEGABYTES} MB in {took:.2f} s; {len(waits)} pings meanwhile: p50 {p50 * 1000:.1f} ms, "
            f"worst {worst * 1000:.0f} ms; memory {grown:+.0f} MB"
        )
    assert made["size"] == MEGABYTES * 1_000_000 + 44
    assert made["seconds"] == pytest.approx(MEGABYTES * 1_000_000 / 4 / 44_100, abs=0.01)
    assert grown < 25
    assert worst < 1.0


def test_what_is_too_large_is_refused_and_the_server_goes_on(served):
    with pytest.raises(HTTPError) as caught:
        served.post(form(51), "multipart/form-data; boundary=B")
    with caught.value as refused:
        assert (refused.code, json.load(refused)["code"]) == (413, "upload.too_large")

    with urlopen(f"{served.url}/ping") as answer:  # noqa: S310
        assert answer.read() == b"pong"
