# syntax=docker/dockerfile:1

FROM oven/bun:1-alpine AS assets
WORKDIR /app
COPY package.json bun.lock ./
RUN bun install --frozen-lockfile
COPY . .
RUN bun run build

FROM phpswoole/swoole:6.0-php8.4 AS app
ARG UID=1000 GID=1000
RUN set -eux \
 && apt-get update \
 && apt-get install -y --no-install-recommends \
      gosu libicu-dev libpq-dev \
      # shows what the workers do
      procps supervisor \
 && docker-php-ext-install -j$(nproc) intl pcntl pdo_pgsql \
 && apt-get clean && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid "$GID" octane \
 && useradd --create-home --gid "$GID" --uid "$UID" octane

COPY --from=composer:2 /usr/bin/composer /usr/bin/composer
WORKDIR /var/www
COPY --chown=octane:octane composer.json composer.lock ./
RUN composer install --no-dev --no-autoloader --no-scripts --prefer-dist
COPY --chown=octane:octane . .
COPY --from=assets --chown=octane:octane /app/public/build ./public/build
RUN composer dump-autoload -o && php artisan storage:link

RUN mkdir -p /etc/supervisor/conf.d && cat > /etc/supervisor/conf.d/octane.conf <<SUPERVISOR
[supervisord]
nodaemon=true
user=root
logfile=/dev/null
logfile_maxbytes=0

[program:octane]
command=php /var/www/artisan octane:start --server=swoole --host=0.0.0.0 --port=8000 --workers=auto
user=octane
autorestart=true
stdout_logfile=/dev/fd/1
stdout_logfile_maxbytes=0
redirect_stderr=true

[program:horizon]
command=php /var/www/artisan horizon
user=octane
stopwaitsecs=3600
SUPERVISOR

EXPOSE 8000
CMD ["supervisord", "-c", "/etc/supervisor/conf.d/octane.conf"]
