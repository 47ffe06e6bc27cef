# syntax=docker/dockerfile:1.7-labs

# Which workspace to build: storefront, backoffice or mailer
ARG APP=storefront
ARG BASE=node:22-alpine3.22

FROM ${BASE} AS base
ENV PNPM_HOME="/pnpm" \
    PATH="/pnpm:$PATH" \
    TURBO_TELEMETRY_DISABLED=1
RUN corepack enable && corepack prepare pnpm@10.13.1 --activate \
    && pnpm add --global turbo@^2.5

FROM base AS pruner
ARG APP
WORKDIR /repo
COPY . .
RUN turbo prune "@quarry/${APP}" --docker

FROM base AS manifests
WORKDIR /repo
COPY --parents package.json pnpm-lock.yaml pnpm-workspace.yaml turbo.json \
     apps/*/package.json \
     packages/*/package.json \
     ./

FROM base AS installer
ARG APP
WORKDIR /repo
COPY --from=pruner /repo/out/json/ .
RUN --mount=type=cache,id=pnpm-store,target=/pnpm/store \
    pnpm install --frozen-lockfile
COPY --from=pruner --exclude=**/*.stories.tsx --exclude=**/*.test.ts /repo/out/full/ .
RUN --mount=type=secret,id=turbo_token,target=/run/secrets/turbo_token \
    --mount=type=cache,target=/repo/node_modules/.cache/turbo \
    if [ -s /run/secrets/turbo_token ]; then \
        export TURBO_TOKEN="$(cat /run/secrets/turbo_token)" TURBO_TEAM=quarry; \
    fi; \
    turbo run build --filter="@quarry/${APP}..." --output-logs=new-only

# Used by `just audit`, not by the image
FROM manifests AS audit
RUN pnpm audit --prod --audit-level high

FROM ${BASE} AS runner
ARG APP
RUN addgroup -S -g 1001 app && adduser -S -u 1001 -G app app
USER app
WORKDIR /app
COPY --from=installer --chown=app:app /repo/apps/${APP}/.next/standalone ./
COPY --from=installer --chown=app:app /repo/apps/${APP}/.next/static ./apps/${APP}/.next/static
COPY --from=installer --chown=app:app /repo/apps/${APP}/public ./apps/${APP}/public
ENV APP=${APP} PORT=3000 HOSTNAME=0.0.0.0
CMD node apps/${APP}/server.js
