# syntax=docker/dockerfile:1
ARG RUST_VERSION=1.88
ARG CHEF_VERSION=0.1.72

FROM lukemathwalker/cargo-chef:${CHEF_VERSION}-rust-${RUST_VERSION}-trixie AS chef
WORKDIR /magpie

FROM chef AS planner
COPY . .
RUN cargo chef prepare --bin magpie-server --recipe-path recipe.json

FROM chef AS builder
RUN apt-get update && apt-get install -y --no-install-recommends mold clang protobuf-compiler && rm -rf /var/lib/apt/lists/*
ENV RUSTFLAGS="-C link-arg=-fuse-ld=mold" CARGO_PROFILE_RELEASE_LTO=thin
COPY --from=planner /magpie/recipe.json recipe.json
# Only the dependencies; cached until the recipe changes
RUN cargo chef cook --release --locked --bin magpie-server --recipe-path recipe.json
COPY . .
RUN cargo build --release --locked --bin magpie-server \
    && strip --strip-debug target/release/magpie-server

FROM debian:trixie-slim AS runtime
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10000 magpie
COPY --from=builder /magpie/target/release/magpie-server /usr/local/bin
COPY config/default.toml /etc/magpie/config.toml
USER magpie
ENV RUST_LOG=info,magpie=debug
EXPOSE 3030
ENTRYPOINT ["/usr/local/bin/magpie-server"]
CMD ["--config", "/etc/magpie/config.toml"]
