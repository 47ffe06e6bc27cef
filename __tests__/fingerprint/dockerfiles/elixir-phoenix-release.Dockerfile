# syntax=docker/dockerfile:1
ARG ELIXIR=1.18.4
ARG OTP=28.0.2
ARG DEBIAN=bookworm-20250721-slim

ARG BUILD_IMAGE="docker.io/hexpm/elixir:${ELIXIR}-erlang-${OTP}-debian-${DEBIAN}"
ARG RUN_IMAGE="docker.io/debian:${DEBIAN}"

FROM node:22-bookworm-slim AS js
WORKDIR /assets
COPY assets/package.json assets/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci

FROM ${BUILD_IMAGE} AS build
ENV MIX_ENV=prod
RUN apt-get update -q && apt-get install -yq --no-install-recommends build-essential git openssh-client && rm -rf /var/lib/apt/lists/*
RUN mix do local.hex --force + local.rebar --force
WORKDIR /carousel
COPY mix.exs mix.lock ./
RUN --mount=type=ssh \
    --mount=type=bind,source=deploy/known_hosts,target=/etc/ssh/ssh_known_hosts \
    mix deps.get --only "$MIX_ENV" --check-locked
COPY config/config.exs config/${MIX_ENV}.exs config/
RUN mix deps.compile
COPY priv/ priv/
COPY lib/ lib/
COPY assets/ assets/
COPY --from=js /assets/node_modules assets/node_modules
RUN <<SHEBANG
#!/usr/bin/env bash
set -euo pipefail
# 先打包资源，再编译；digest 写进 priv/static
mix assets.deploy
mix compile --warnings-as-errors
if (( $(find priv/static -name 'app-*.js' | wc -l) != 1 )); then
  echo "expected exactly one digested app.js" >&2
  exit 1
fi
SHEBANG
# Last, since it is read at start only
COPY config/runtime.exs config/
COPY rel/ rel/
RUN mix release --path /release

FROM ${RUN_IMAGE}
ENV LANG=C.UTF-8 PHX_SERVER=true ERL_CRASH_DUMP=/tmp/erl_crash.dump
RUN apt-get update -q \
  && apt-get install -yq --no-install-recommends libstdc++6 openssl libncurses6 ca-certificates \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build --chown=nobody:nogroup /release /opt/carousel
WORKDIR /opt/carousel
USER nobody
EXPOSE 4000 4369 9100-9155
CMD ["bin/carousel", "start"]
