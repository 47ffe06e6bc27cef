# syntax=docker/dockerfile:1
# check=error=true
FROM --platform=$BUILDPLATFORM node:24-alpine AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit
COPY index.html vite.config.ts tsconfig.json tsconfig.node.json ./
COPY public ./public
COPY src ./src
ARG VITE_API_BASE=/api
ARG VITE_RELEASE=dev
ENV VITE_API_BASE=$VITE_API_BASE \
    VITE_RELEASE=${VITE_RELEASE}
RUN npx vite build --outDir /dist && \
    find /dist -type f \( -name '*.js' -o -name '*.css' -o -name '*.svg' -o -name '*.html' \) \
      -exec gzip -9 --keep {} \;

FROM nginxinc/nginx-unprivileged:1.29-alpine-slim
COPY --from=build --link /dist /usr/share/nginx/html
COPY <<'EOF' /etc/nginx/conf.d/default.conf
server {
    listen 8080;
    server_tokens off;
    root /usr/share/nginx/html;
    gzip_static on;

    # Hashed by vite, so they never change
    location /assets/ {
        add_header Cache-Control "public, max-age=31536000, immutable";
        try_files $uri =404;
    }

    location = /healthz {
        access_log off;
        return 204;
    }

    location / {
        add_header Cache-Control "no-cache";
        add_header Content-Security-Policy "default-src 'self'; img-src 'self' data:" always;
        try_files $uri $uri/ /index.html;
    }
}
EOF
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=30s --timeout=2s CMD ["wget", "-q", "-O", "/dev/null", "http://localhost:8080/healthz"]
