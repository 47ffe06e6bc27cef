# syntax=docker/dockerfile:1
ARG BUN_VERSION=1.2.19

FROM oven/bun:${BUN_VERSION}-slim AS modules
WORKDIR /shortlinks
COPY package.json bun.lock bunfig.toml ./
RUN --mount=type=cache,target=/root/.bun/install/cache \
    bun install --frozen-lockfile --production

FROM modules AS check
RUN --mount=type=cache,target=/root/.bun/install/cache \
    bun install --frozen-lockfile
COPY . .
ENV NODE_ENV=test
RUN bun run typecheck && bun test --bail

FROM oven/bun:${BUN_VERSION}-slim AS compile
ARG TARGETARCH
WORKDIR /shortlinks
COPY --from=modules /shortlinks/node_modules node_modules
COPY package.json tsconfig.json ./
COPY src src
RUN case "$TARGETARCH" in \
      amd64) target=bun-linux-x64-baseline ;; \
      arm64) target=bun-linux-arm64 ;; \
      *) echo "unsupported: $TARGETARCH" >&2; exit 1 ;; \
    esac \
    && bun build --compile --minify --sourcemap --target="$target" ./src/index.ts --outfile /out/shortlinks

FROM gcr.io/distroless/cc-debian12:nonroot@sha256:09e6b7881235e1e8d9311ea0a343d3c279066ace4d02573425b6607b07eee246 AS release
COPY --from=compile /out/shortlinks /usr/bin/shortlinks
ENV PORT=3000
EXPOSE $PORT
ENTRYPOINT ["/usr/bin/shortlinks"]
