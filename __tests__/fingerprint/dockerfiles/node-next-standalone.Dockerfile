# syntax=docker/dockerfile:1

FROM node:24-alpine AS base
# sharp needs libc6-compat on musl
RUN apk add --no-cache libc6-compat

# 1️⃣  dependencies ---------------------------------------------------------
FROM base AS deps
WORKDIR /gallery
COPY package.json package-lock.json .npmrc ./
COPY patches/ patches/
RUN --mount=type=cache,target=/root/.npm \
    npm ci --no-audit --no-fund \
    && if ! npm ls --all > /tmp/tree.txt 2>&1; then \
      echo "🔒 the lockfile does not match package.json:" >&2; \
      grep -E 'invalid|missing' /tmp/tree.txt >&2; \
      exit 1; \
    fi

# 2️⃣  build ----------------------------------------------------------------
FROM base AS compile
WORKDIR /gallery
ARG NEXT_PUBLIC_SITE_URL=https://atelier.example
ARG NEXT_PUBLIC_SENTRY_DSN
ENV NEXT_TELEMETRY_DISABLED=1
COPY --from=deps /gallery/node_modules ./node_modules
COPY . .
RUN --mount=type=cache,target=/gallery/.next/cache \
    --mount=type=secret,id=sentry_auth,env=SENTRY_AUTH_TOKEN \
    npm run build && \
    # source maps are uploaded by now and must not be served
    find .next/static -name '*.map' -type f -delete

# 3️⃣  run 🚀 ---------------------------------------------------------------
FROM base AS web
WORKDIR /gallery
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
RUN adduser -D -H -u 7000 gallery && install -d -o gallery -g gallery .next/cache
COPY --from=compile /gallery/public ./public
COPY --from=compile --chown=gallery:gallery /gallery/.next/standalone ./
COPY --from=compile --chown=gallery:gallery /gallery/.next/static ./.next/static
USER gallery
EXPOSE 3000
ENV PORT=3000
ENV HOSTNAME="0.0.0.0"
CMD ["node", "server.js"]
