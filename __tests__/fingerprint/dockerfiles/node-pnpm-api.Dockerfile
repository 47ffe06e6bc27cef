# syntax=docker/dockerfile:1

FROM node:22-bookworm-slim@sha256:bc2530dadbd561689b0919c9a4189edc2e1659c5be31661156aef51663603d56 AS pnpm
ENV PNPM_HOME=/pnpm
ENV PATH="$PNPM_HOME:$PATH"
# The version comes from "packageManager" in package.json.
RUN --mount=type=bind,source=package.json,target=/tmp/pm/package.json <<EOF
set -eu
cd /tmp/pm
version=$(node -p 'require("./package.json").packageManager.split("@")[1]')
npm install --global "pnpm@${version%%+*}"
pnpm --version
EOF
WORKDIR /repo

FROM pnpm AS fetched
COPY pnpm-lock.yaml pnpm-workspace.yaml ./
# pnpm fetch needs the lockfile only, so that changes of package.json
# files do not invalidate this layer.
RUN --mount=type=cache,id=pnpm,target=/pnpm/store \
    --mount=type=secret,id=npm_token,env=NODE_AUTH_TOKEN,required=true \
    --mount=type=bind,source=.npmrc,target=.npmrc \
    pnpm fetch --frozen-lockfile

FROM fetched AS build
COPY . .
RUN --mount=type=cache,id=pnpm,target=/pnpm/store \
    pnpm install --recursive --offline --frozen-lockfile && \
    pnpm --filter '@tidal/api...' run build && \
    pnpm --filter @tidal/api deploy --prod --legacy /out

FROM build AS lint
RUN pnpm -r run lint && pnpm -r exec prettier --check "src/**/*.{ts,json}"

FROM gcr.io/distroless/nodejs22-debian12:nonroot
WORKDIR /app
COPY --from=build --link --chown=65532:65532 /out/node_modules ./node_modules
COPY --from=build --link --chown=65532:65532 /out/dist ./dist
COPY --from=build --link --chown=65532:65532 /out/package.json ./
ENV NODE_ENV=production
ENV NODE_OPTIONS="--max-old-space-size=384 --enable-source-maps"
EXPOSE 8080
CMD ["dist/main.js"]
