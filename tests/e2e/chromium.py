"""The system's Chromium for Playwright, with a camera that films a made-up face, and nothing of its own to download."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import cv2

from tests import drawn_face

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


def find_chromium():
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def face_jpeg(smile=1.0, side=480):
    picture = cv2.cvtColor(drawn_face.face(side, smile=smile), cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()


@contextmanager
def chromium(folder: Path):
    """A browser whose camera shows a smiling face for ever."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser

    film = folder / "face.mjpeg"
    film.write_bytes(face_jpeg() * 5)
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox", "--disable-dev-shm-usage", "--autoplay-policy=no-user-gesture-required", *camera],
        )
        yield browser
        browser.close()
