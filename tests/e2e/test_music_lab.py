"""The old MusicLab's page on its own port against a whole server: nobody signs in, music is made, nothing stays."""

import io
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
import soundfile
from benching.house import House
from benching.listener import Listener
from benching.tune import tune

from tests.e2e.chromium import chromium, find_chromium
from tests.tunes import tune as sung
from tests.tunes import wav_of

PATIENCE = 180.0
PAGE = """<!doctype html><title>MusicLab</title><form><input type=file id=track1><input type=file id=track2></form>
<p id=said></p><script>
const at = name => document.getElementById(name);
async function generate(api) {
  const form = new FormData();
  for (const name of ["track1", "track2"]) form.append(name, at(name).files[0]);
  form.append("start_time", "0.0"); form.append("end_time", "6.0");
  const answer = await fetch(api + "/api/generate", {method: "POST", body: form});
  if (!answer.ok) { at("said").textContent = (await answer.json()).detail; return; }
  const {job_id} = await answer.json(); at("said").dataset.job = job_id;
  const timer = setInterval(async () => {
    const told = await (await fetch(`${api}/api/status/${job_id}`)).json();
    at("said").textContent = `${told.status} ${told.progress} ${told.message}`;
    if (["completed", "failed"].includes(told.status)) clearInterval(timer);
    if (told.status === "completed") window.open(`${api}/api/download/${job_id}`, "_blank");
  }, 2000);
}
async function cleanup(api) {
  const answer = await fetch(`${api}/api/cleanup/${at("said").dataset.job}`, {method: "DELETE"});
  at("said").textContent = answer.ok ? "cleaned" : "not cleaned";
}
</script>"""
SOUND, NOTES = wav_of(sung(100, 3)), tune(8.0, 3)


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_):
        """Nobody reads it."""


@pytest.fixture(scope="module")
def page_url():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory, page_url):
    with House(folder=tmp_path_factory.mktemp("lab"), MUSEAIKA_CORS=page_url) as house:
        yield house


def stored(lab, job_id=None):
    """What lies among the files, and whatever is named after the job, besides logs."""
    files = [path for path in (lab.data / "files" / "objects").rglob("*") if path.is_file()]
    return files + [path for path in lab.data.rglob(f"*{job_id}*") if "logs" not in path.parts]


@pytest.fixture
def page(page_url, tmp_path):
    if find_chromium() is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with chromium(tmp_path) as browser:
        page = browser.new_page()
        page.downloads = downloads = []

        def remember(download):
            downloads.append(download)

        page.on("download", remember)  # the window that was opened closes at once, and leaves it to its opener
        page.goto(page_url)
        yield page


def test_the_page_uploads_polls_opens_the_download_and_cleans_up(lab, page):
    page.set_input_files("#track1", {"name": "one.wav", "mimeType": "audio/wav", "buffer": SOUND})
    page.set_input_files("#track2", {"name": "two.mid", "mimeType": "audio/midi", "buffer": NOTES})
    with Listener(lab.url) as listener:
        page.evaluate(f"generate('{lab.url}')")
        job_id = page.get_attribute("#said", "data-job")
        assert listener.ask("job:watch", {"id": job_id})["ok"]
        listener.wait_for("generation:finished", job_id, PATIENCE)
        assert "generation:progress" in listener.names(job_id)
    page.wait_for_function("document.getElementById('said').textContent == 'completed 100 Completed'")
    deadline = time.monotonic() + 30
    while not page.downloads:
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)
    [download] = page.downloads
    assert download.suggested_filename == "generated_music.wav"
    facts = soundfile.info(download.path())
    assert (facts.samplerate, facts.channels, facts.subtype) == (24_000, 1, "PCM_16")
    assert facts.duration > 5.5
    assert not any("uploads" in path.parts for path in stored(lab)), "the originals are gone"
    files = requests.get(f"{lab.url}/api/status/{job_id}", timeout=10).json()["files"]
    assert requests.get(lab.url + files["score.mid"], timeout=10).content.startswith(b"MThd")
    asked = {"job_id": job_id, "question": "How strong is the rhythm of track 1?"}
    assert requests.post(f"{lab.url}/api/chat", params=asked, timeout=10).json()["answer"].startswith("Track 1 has ")
    page.evaluate(f"cleanup('{lab.url}')")
    page.wait_for_function("document.getElementById('said').textContent == 'cleaned'")
    assert requests.get(f"{lab.url}/api/download/{job_id}", timeout=10).json() == {"detail": "Job not found"}
    assert stored(lab, job_id) == []


def test_a_cleanup_in_the_middle_calls_it_off(lab):
    tracks = {"track1": ("one.wav", io.BytesIO(SOUND)), "track2": ("two.mid", io.BytesIO(NOTES))}
    job_id = requests.post(f"{lab.url}/api/generate", files=tracks, timeout=60).json()["job_id"]
    deadline = time.monotonic() + PATIENCE
    while requests.get(f"{lab.url}/api/status/{job_id}", timeout=10).json()["status"] == "pending":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert requests.delete(f"{lab.url}/api/cleanup/{job_id}", timeout=10).status_code == 200
    assert requests.delete(f"{lab.url}/api/cleanup/{job_id}", timeout=10).status_code == 404
    while stored(lab, job_id):
        assert time.monotonic() < deadline, stored(lab, job_id)
        time.sleep(0.05)
