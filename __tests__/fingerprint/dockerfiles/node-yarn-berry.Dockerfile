# syntax=docker/dockerfile:1.19
# check=skip=StageNameCasing;error=true

ARG NODE_MAJOR=22
ARG DEBIAN_CODENAME=trixie

FROM node:${NODE_MAJOR}-${DEBIAN_CODENAME} AS TOOLCHAIN
RUN corepack enable
WORKDIR /build
# Berry with the node-modules linker; the cache is not committed.
COPY .yarnrc.yml package.json yarn.lock ./
COPY .yarn/releases/ .yarn/releases/
COPY .yarn/plugins/ .yarn/plugins/

FROM toolchain AS DEPS_ALL
RUN --mount=type=cache,target=/root/.yarn/berry/cache \
    --mount=type=secret,id=yarnrc,target=/root/.yarnrc.yml \
    yarn install --immutable --inline-builds

FROM toolchain AS DEPS_PROD
RUN --mount=type=cache,target=/root/.yarn/berry/cache \
    --mount=type=secret,id=yarnrc,target=/root/.yarnrc.yml \
    yarn workspaces focus --production --all

FROM deps_all AS BUILD
COPY --exclude=**/*.md --exclude=**/__snapshots__ . .
RUN yarn build && yarn tsc --noEmit

# CI only: runs against the compose file in e2e/
FROM mcr.microsoft.com/playwright:v1.54.0-noble AS E2E
WORKDIR /e2e
COPY --from=BUILD /build/dist ./dist
COPY --from=BUILD /build/node_modules ./node_modules
COPY e2e/ ./
CMD ["npx", "playwright", "test", "--reporter=line"]

FROM node:${NODE_MAJOR}-${DEBIAN_CODENAME}-slim AS RUNTIME
WORKDIR /opt/ledger
ENV NODE_ENV=production
COPY --from=DEPS_PROD /build/node_modules node_modules
COPY --from=BUILD /build/dist dist
COPY --from=BUILD /build/package.json package.json
USER 1000:1000
EXPOSE 4000/tcp
STOPSIGNAL SIGTERM
CMD ["node", "dist/index.js"]
