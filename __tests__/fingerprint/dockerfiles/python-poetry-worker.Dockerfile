# syntax=docker/dockerfile:1

ARG PYTHON_IMAGE=python:3.12-slim-bookworm

FROM ${PYTHON_IMAGE} AS interpreter
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    # poetry puts the environment next to pyproject.toml
    POETRY_VIRTUALENVS_IN_PROJECT=true \
    POETRY_NO_INTERACTION=1 \
    POETRY_HOME=/opt/poetry \
    PROJECT_DIR=/opt/scribe \
    VENV=/opt/scribe/.venv
ENV PATH="$POETRY_HOME/bin:$VENV/bin:$PATH"

FROM interpreter AS locked
RUN apt-get update \
    && apt-get install --no-install-recommends -y build-essential curl git libpq-dev \
    && rm -rf /var/lib/apt/lists/*
ARG POETRY_VERSION=2.1.3
RUN --mount=type=cache,target=/root/.cache \
    python -m venv "$POETRY_HOME" && "$POETRY_HOME/bin/pip" install -U pip "poetry==${POETRY_VERSION}" poetry-plugin-export
WORKDIR $PROJECT_DIR
COPY poetry.lock pyproject.toml ./
RUN --mount=type=cache,target=/root/.cache/pypoetry \
    --mount=type=secret,id=pypi_user,env=POETRY_HTTP_BASIC_INTERNAL_USERNAME \
    --mount=type=secret,id=pypi_password,env=POETRY_HTTP_BASIC_INTERNAL_PASSWORD,required=true \
    poetry install --only main --no-root

FROM locked AS dev
RUN poetry install --with dev,test --no-root
WORKDIR /app
CMD ["watchmedo", "auto-restart", "--pattern=*.py", "--recursive", "--", "celery", "-A", "scribe", "worker"]

FROM interpreter AS worker
RUN apt-get update && apt-get install --no-install-recommends -y libpq5 && rm -rf /var/lib/apt/lists/*
COPY --from=locked $VENV $VENV
COPY ./scribe /app/scribe
WORKDIR /app
RUN groupadd -g 2000 scribe && useradd -u 2000 -g scribe -d /app -s /usr/sbin/nologin scribe
USER 2000:2000
STOPSIGNAL SIGINT
ENTRYPOINT ["celery", "--app", "scribe"]
CMD ["worker", "--loglevel=INFO", "--concurrency=4", "--max-tasks-per-child=200"]
