# syntax=docker/dockerfile:1-labs
ARG DENO_VERSION=2.4.2

FROM denoland/deno:bin-${DENO_VERSION} AS bin

FROM denoland/deno:alpine-${DENO_VERSION} AS cache
WORKDIR /gateway
COPY --parents deno.json deno.lock */deno.json ./
ENV DENO_DIR=/deno-dir DENO_NO_UPDATE_CHECK=1
RUN deno install --frozen --entrypoint jsr:@std/http@1 || deno install --frozen
COPY --parents --exclude=**/*_test.ts routes/**/*.ts lib/**/*.ts main.ts ./
RUN deno check main.ts && deno cache --frozen main.ts

FROM debian:12-slim AS gateway
COPY --from=bin /deno /usr/local/bin/deno
COPY --from=cache /deno-dir /deno-dir
COPY --from=cache --exclude=node_modules /gateway /gateway
RUN useradd --uid 1993 --user-group deno && chown -R deno:deno /deno-dir
USER deno
WORKDIR /gateway
ENV DENO_DIR=/deno-dir
EXPOSE 8787
CMD ["deno", "run", "--cached-only", "--allow-net", "--allow-env=UPSTREAM,PORT", "--allow-read=/gateway", "main.ts"]
