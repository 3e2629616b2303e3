"""An S3 endpoint on a real socket, with an empty bucket for each test."""

import logging
import uuid
from urllib.request import Request, urlopen

import pytest
from moto.server import ThreadedMotoServer

from modules.files.s3 import S3Files


@pytest.fixture(scope="session")
def s3_endpoint():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_files(s3_endpoint):
    bucket = f"bucket-{uuid.uuid4().hex}"
    with urlopen(Request(f"{s3_endpoint}/{bucket}", method="PUT")):  # noqa: S310
        pass
    return S3Files(bucket, endpoint=s3_endpoint, access_key="key", secret_key="secret")
