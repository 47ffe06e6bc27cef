# syntax=docker/dockerfile:1
ARG PYTHON_VERSION=3.13
ARG VARIANT
FROM python:${PYTHON_VERSION}-${VARIANT:-slim} AS builder

ENV PIP_DISABLE_PIP_VERSION_CHECK 1
ENV PIP_NO_CACHE_DIR off
ENV PYTHONDONTWRITEBYTECODE 1

RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"

COPY requirements.txt constraints.txt /tmp/
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install -r /tmp/requirements.txt -c /tmp/constraints.txt \
    && python - <<'PY'
import importlib.metadata as md

# from flask import Flask would also do, but takes longer
names = sorted(d.metadata["Name"] for d in md.distributions())
print("\n".join(names))
PY

FROM python:${PYTHON_VERSION}-${VARIANT:-slim}
LABEL maintainer="Platform team <platform@kettle.example>"
LABEL org.opencontainers.image.title=kettle-web \
      org.opencontainers.image.vendor="Kettle & Sons"
RUN useradd --create-home --uid 10001 kettle
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH" PYTHONUNBUFFERED=1
WORKDIR /home/kettle/web
COPY --chown=kettle wsgi.py gunicorn.conf.py ./
COPY --chown=kettle kettle/ kettle/
USER kettle
EXPOSE 5000
HEALTHCHECK --interval=20s CMD python -c "import urllib.request as u; u.urlopen('http://localhost:5000/ping', timeout=2)"
CMD ["gunicorn", "--bind=0.0.0.0:5000", "wsgi:app"]
