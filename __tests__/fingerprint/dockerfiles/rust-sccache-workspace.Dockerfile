# syntax=docker/dockerfile:1

# One Dockerfile for all services of the workspace:
#   docker build --build-arg SERVICE=indexer .
ARG SERVICE=gateway

FROM ghcr.io/quillwright/sccache:0.10.0 AS sccache

FROM rust:1.88-slim-bookworm AS build
SHELL ["/bin/bash", "-o", "errexit", "-o", "pipefail", "-c"]
RUN --mount=type=cache,target=/var/lib/apt,sharing=locked \
    --mount=type=cache,target=/var/cache/apt,sharing=locked \
    apt-get update && apt-get install -y --no-install-recommends cmake g++ libssl-dev pkg-config
ARG SERVICE
ENV SCCACHE_DIR=/sccache SCCACHE_CACHE_SIZE=5G RUSTC_WRAPPER=/usr/local/bin/sccache CARGO_INCREMENTAL=0
WORKDIR /workspace
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/usr/local/cargo/git \
    --mount=type=cache,target=/sccache \
    # read-only, for every service the same binary
    --mount=type=bind,from=sccache,source=/usr/bin/sccache,target=/usr/local/bin/sccache \
    cargo build --release --locked --package "$SERVICE" \
    && cp "target/release/$SERVICE" /usr/local/bin/service \
    && sccache --show-stats | awk -F'  +' '/^(Compile requests|Cache hits|Cache misses) / { printf "%s: %s\n", $1, $2 }'

FROM build AS tests
RUN cargo test --release --workspace --no-run

FROM debian:bookworm-slim
ARG SERVICE
LABEL org.opencontainers.image.title="quillwright-${SERVICE}"
RUN apt-get update && apt-get install -y --no-install-recommends libssl3 ca-certificates && rm -rf /var/lib/apt/lists/*
COPY --from=build /usr/local/bin/service /usr/local/bin/${SERVICE}
ENV SERVICE=${SERVICE}
USER 10001
ENTRYPOINT exec "/usr/local/bin/$SERVICE"
