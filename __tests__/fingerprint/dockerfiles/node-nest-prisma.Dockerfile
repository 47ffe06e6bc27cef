# syntax=docker/dockerfile:1
ARG NODE_TAG=22.17-bookworm
ARG VARIANT=

FROM node:${NODE_TAG} AS development
WORKDIR /usr/src/app
COPY --chown=node:node package*.json ./
COPY --chown=node:node prisma ./prisma/
RUN --mount=type=cache,target=/root/.npm npm ci
COPY --chown=node:node . .
USER node
CMD ["npm", "run", "start:dev"]

FROM node:${NODE_TAG} AS build
WORKDIR /usr/src/app
COPY --from=development /usr/src/app/node_modules ./node_modules
COPY . .
RUN npx prisma generate \
    && npm run build \
    && npm prune --omit=dev \
    # The query engines of other platforms take 60 MB.
    && find node_modules/.prisma -name 'libquery_engine-*' \
         ! -name '*debian-openssl-3.0.x*' \
         -exec rm -v {} +

FROM node:${NODE_TAG}-${VARIANT:-slim} AS production
RUN apt-get update \
	&& apt-get install -y --no-install-recommends openssl ca-certificates \
	&& rm -rf /var/lib/apt/lists/*
WORKDIR /usr/src/app
COPY --from=build /usr/src/app/node_modules ./node_modules
COPY --from=build /usr/src/app/dist ./dist
COPY --from=build /usr/src/app/prisma ./prisma

# Migrations run on start, guarded by an advisory lock in the database.
COPY --chmod=0755 <<'SCRIPT' /usr/local/bin/entrypoint.sh
#!/bin/sh
set -eu

if [ "${RUN_MIGRATIONS:-false}" = "true" ]; then
  echo "Applying migrations to ${DATABASE_URL##*/}"
  npx prisma migrate deploy
fi

exec "$@"
SCRIPT

ENV NODE_ENV production
USER node
EXPOSE 3000
ENTRYPOINT ["entrypoint.sh"]
CMD ["node", "dist/src/main"]
