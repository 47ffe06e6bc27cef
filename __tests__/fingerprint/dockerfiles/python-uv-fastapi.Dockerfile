# syntax=docker/dockerfile:1
# check=error=true

FROM python:3.13-slim-trixie AS build
ENV UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    UV_PYTHON_DOWNLOADS=never \
    UV_PROJECT_ENVIRONMENT=/app
WORKDIR /src

# Dependencies first: they change much less often than our own code.
RUN --mount=from=ghcr.io/astral-sh/uv:0.8,source=/uv,target=/bin/uv \
    --mount=type=cache,target=/root/.cache/uv \
    --mount=type=bind,source=uv.lock,target=uv.lock \
    --mount=type=bind,source=pyproject.toml,target=pyproject.toml \
    uv sync --locked --no-dev --no-install-project

COPY pyproject.toml uv.lock README.md ./
COPY src/ src/
RUN --mount=from=ghcr.io/astral-sh/uv:0.8,source=/uv,target=/bin/uv \
    --mount=type=cache,target=/root/.cache/uv \
    uv sync --locked --no-dev --no-editable

FROM build AS test
COPY --from=ghcr.io/astral-sh/uv:latest /uv /uvx /bin/
COPY tests/ tests/
RUN --mount=type=cache,target=/root/.cache/uv uv sync --locked --all-groups && uv run pytest -q

FROM python:3.13-slim-trixie
ENV PATH="/app/bin:$PATH"
RUN <<EOF
groupadd --system --gid 999 app
useradd --system --gid 999 --uid 999 --no-create-home app
EOF
COPY --from=build --chown=app:app /app /app
USER app
WORKDIR /app
EXPOSE 8000
# 'fastapi run' trusts the proxy headers of the ingress
CMD ["fastapi", "run", "--proxy-headers", "--port", "8000", "lib/python3.13/site-packages/harbour/main.py"]
