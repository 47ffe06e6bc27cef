# syntax=docker/dockerfile:1
ARG PG_MAJOR=17

FROM postgres:${PG_MAJOR}-bookworm AS base

FROM base AS build
RUN apt-get update && apt-get install -y --no-install-recommends \
      build-essential ca-certificates clang git libclang-dev libkrb5-dev pkg-config \
      "postgresql-server-dev-${PG_MAJOR}" \
    && rm -rf /var/lib/apt/lists/*
COPY --from=rust:1.88-slim-bookworm /usr/local/rustup /usr/local/rustup
COPY --from=rust:1.88-slim-bookworm /usr/local/cargo /usr/local/cargo
ENV RUSTUP_HOME=/usr/local/rustup CARGO_HOME=/usr/local/cargo PATH=/usr/local/cargo/bin:$PATH

ARG PGVECTOR_VERSION=v0.8.0
RUN git clone --depth 1 --branch ${PGVECTOR_VERSION} https://github.com/pgvector/pgvector.git /tmp/pgvector \
    && make -C /tmp/pgvector -j"$(nproc)" OPTFLAGS="" \
    && make -C /tmp/pgvector install DESTDIR=/install

COPY ledger_checks/ /tmp/ledger_checks/
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    cargo install --locked cargo-pgrx@0.15.0 \
    && cargo pgrx init "--pg${PG_MAJOR}=$(command -v pg_config)" \
    && cd /tmp/ledger_checks \
    && cargo pgrx package --out-dir /install

FROM base
COPY --from=build /install/ /
RUN apt-get update && apt-get install -y --no-install-recommends \
      postgresql-${PG_MAJOR}-cron postgresql-${PG_MAJOR}-partman postgresql-${PG_MAJOR}-pgaudit \
    && rm -rf /var/lib/apt/lists/*
COPY <<'SQL' /docker-entrypoint-initdb.d/10-extensions.sql
CREATE EXTENSION IF NOT EXISTS vector;
CREATE EXTENSION IF NOT EXISTS pg_cron;
CREATE EXTENSION IF NOT EXISTS ledger_checks;

SELECT extname, extversion
FROM pg_extension
ORDER BY 1;

COPY settings (name, value) FROM stdin;
retention	90 days
\.
SQL
# A smoke test, on a cluster that is thrown away
RUN set -eu; \
    gosu postgres initdb --pgdata=/tmp/smoke >/dev/null; \
    gosu postgres pg_ctl -D /tmp/smoke -o "-c shared_preload_libraries=pg_cron,pgaudit -c listen_addresses=''" -w start; \
    gosu postgres psql -v ON_ERROR_STOP=1 -c "\
      SELECT count(*) AS available \
      FROM pg_available_extensions \
      WHERE name IN ('vector', 'pg_cron', 'pgaudit', 'ledger_checks')"; \
    gosu postgres pg_ctl -D /tmp/smoke -m immediate stop; \
    rm -rf /tmp/smoke
STOPSIGNAL SIGINT
HEALTHCHECK --interval=5s --timeout=3s --retries=10 CMD pg_isready -U "${POSTGRES_USER:-postgres}" -d "${POSTGRES_DB:-postgres}"
CMD ["postgres", "-c", "shared_preload_libraries=pg_cron,pgaudit", "-c", "cron.database_name=ledger"]
