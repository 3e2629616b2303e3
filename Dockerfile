# Two images from one file:
#   docker build --target web -t museaika-web .          the page, the API, the sockets, upkeep
#   docker build --target worker -t museaika-worker .    that and the networks, on the processor
#   docker build --target worker --build-arg TORCH_INDEX= -t museaika-worker-gpu .    with torch's CUDA build

FROM python:3.11-slim-bookworm AS system
# OpenCV and MediaPipe open these two libraries when they are imported.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libgl1 libglib2.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 museaika \
    && install --directory --owner museaika --group museaika --mode 700 /data /weights
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1

FROM system AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
RUN python -m venv /venv
# What it needs comes before what it is, so that a change in the code does not install everything again.
COPY pyproject.toml requirements/ ./
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > needed.txt \
    && pip install --constraint constraints.txt --requirement needed.txt

FROM packages AS network-packages
# Empty for the CUDA build of torch.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['networks'], sep='\n')" > networks.txt \
    && pip install ${TORCH_INDEX:+--extra-index-url "$TORCH_INDEX"} --constraint constraints.txt --requirement networks.txt \
    && pip install --no-deps --requirement no-deps.txt

FROM node:22-bookworm-slim AS page
WORKDIR /build/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci
COPY web/ ./
COPY modules/mood/detectors/face/weights/ /build/modules/mood/detectors/face/weights/
RUN npm run build

FROM packages AS web-build
COPY . .
COPY --from=page /build/museaika/static/app museaika/static/app
RUN pip install --no-deps .

FROM network-packages AS worker-build
COPY . .
RUN pip install --no-deps .

FROM system AS runtime
USER museaika
WORKDIR /home/museaika
ENV MUSEAIKA_DATA=/data MUSEAIKA_HOST=0.0.0.0 MUSEAIKA_WEIGHTS=/weights HF_HOME=/weights/huggingface
VOLUME /data

FROM runtime AS worker
COPY --from=worker-build /venv /venv
VOLUME /weights
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["test", "-f", "/data/run/worker.ready"]
CMD ["museaika", "worker"]

FROM runtime AS web
COPY --from=web-build /venv /venv
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["museaika", "web"]
