# syntax=docker/dockerfile:1
FROM --platform=$BUILDPLATFORM tonistiigi/xx:1.6.1@sha256:db9a07708078b85d129a112ad825ad4852d202c8e23f58121e1fa21065baa387 AS xx

FROM --platform=$BUILDPLATFORM rust:1.89-alpine AS base
COPY --from=xx / /
RUN apk add --no-cache clang lld file
WORKDIR /src

FROM base AS fetch
RUN --mount=type=bind,source=Cargo.toml,target=Cargo.toml \
    --mount=type=bind,source=Cargo.lock,target=Cargo.lock \
    --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=ssh \
    mkdir -p src && touch src/lib.rs && \
    CARGO_NET_GIT_FETCH_WITH_CLI=true cargo fetch --locked

FROM fetch AS build
ARG TARGETPLATFORM
RUN xx-apk add --no-cache musl-dev gcc
COPY Cargo.toml Cargo.lock ./
COPY src src
RUN --mount=type=cache,target=/usr/local/cargo/registry,id=cargo-registry \
    --mount=type=cache,target=/src/target,id=target-$TARGETPLATFORM \
    xx-cargo build --release --locked --target-dir ./target && \
    install -D "./target/$(xx-cargo --print-target-triple)/release/otter" /out/otter && \
    xx-verify --static /out/otter

FROM gcr.io/distroless/cc-debian12
COPY --from=build /out/otter /otter
ENTRYPOINT ["/otter"]
