# syntax=docker/dockerfile:1
# check=error=true

# renovate: datasource=docker depName=node
ARG NODE_VERSION=24.4.1
ARG ALPINE_VERSION=3.22

FROM node:${NODE_VERSION}-alpine${ALPINE_VERSION} AS base
WORKDIR /srv/orders
ENV NODE_ENV=production \
    NPM_CONFIG_FUND=false \
    NPM_CONFIG_UPDATE_NOTIFIER=false

# Production dependencies only; this layer goes into the final image.
FROM base AS deps
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=package-lock.json,target=package-lock.json \
    --mount=type=cache,target=/root/.npm,sharing=locked \
    npm ci --omit=dev --ignore-scripts

FROM base AS build
RUN --mount=type=bind,source=package.json,target=package.json \
    --mount=type=bind,source=package-lock.json,target=package-lock.json \
    --mount=type=cache,target=/root/.npm,sharing=locked \
    npm ci --include=dev
COPY package.json tsconfig*.json ./
COPY src/ src/
RUN npx tsc --project tsconfig.build.json \
 && find dist -name '*.spec.js' -delete

# docker build --target test .
FROM build AS test
ENV NODE_ENV=test
COPY vitest.config.ts ./
COPY test/ test/
RUN npx vitest run --coverage

FROM base AS runtime
ARG GIT_SHA=unknown
LABEL org.opencontainers.image.title="orders-api" \
      org.opencontainers.image.description="Order intake for the Marrow webshop" \
      org.opencontainers.image.source="https://github.com/marrow-shop/orders-api" \
      org.opencontainers.image.revision="${GIT_SHA}" \
      org.opencontainers.image.licenses="UNLICENSED"
RUN apk add --no-cache tini=~0.19
COPY --from=deps --chown=node:node /srv/orders/node_modules ./node_modules
COPY --from=build --chown=node:node /srv/orders/dist ./dist
COPY --chown=node:node package.json ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s --retries=4 \
  CMD wget -qO- http://127.0.0.1:3000/healthz || exit 1
ENTRYPOINT ["/sbin/tini", "--"]
CMD ["node", "--enable-source-maps", "dist/server.js"]
