#syntax=docker/dockerfile:1

FROM dunglas/frankenphp:1.9-php8.4-bookworm AS frankenphp

FROM frankenphp AS base
SHELL ["/bin/bash", "-euxo", "pipefail", "-c"]
WORKDIR /srv/almanac
ENV COMPOSER_ALLOW_SUPERUSER=1 \
    PHP_INI_SCAN_DIR=":/srv/almanac/docker/php.d" \
    SERVER_NAME=":8080"
COPY --link --from=mlocati/php-extension-installer:2 /usr/bin/install-php-extensions /usr/local/bin/
RUN <<-EOF
	apt-get update
	apt-get install -y --no-install-recommends acl unzip
	rm -rf /var/lib/apt/lists/*
	install-php-extensions apcu intl opcache pdo_pgsql sodium
EOF
COPY --link <<-'INI' /srv/almanac/docker/php.d/10-almanac.ini
	expose_php = 0
	date.timezone = Europe/Paris
	apc.enable_cli = 1
	; 日志写到 stderr，由收集器处理
	error_log = /dev/stderr
INI
COPY --link docker/Caddyfile /etc/frankenphp/Caddyfile
HEALTHCHECK --interval=10s --start-period=30s CMD php -r 'exit((int) (@file_get_contents("http://127.0.0.1:2019/metrics") === false));'
CMD [ "frankenphp", "run", "--config", "/etc/frankenphp/Caddyfile" ]

FROM base AS dev
ENV APP_ENV=dev XDEBUG_MODE=off
RUN install-php-extensions xdebug && cp "$PHP_INI_DIR/php.ini-development" "$PHP_INI_DIR/php.ini"
COPY --from=node:22-bookworm-slim /usr/local/bin/node /usr/local/bin/node
CMD [ "frankenphp", "run", "--config", "/etc/frankenphp/Caddyfile", "--watch" ]

FROM base AS prod
ENV APP_ENV=prod
RUN cp "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"
COPY --link composer.json composer.lock symfony.lock ./
RUN --mount=from=composer:2-bin,source=/composer,target=/usr/local/bin/composer \
    --mount=type=cache,target=/root/.composer/cache \
    composer install --prefer-dist --no-dev --no-autoloader --no-scripts --no-progress
COPY --link --exclude=docker/ --exclude=tests/ . ./
RUN --mount=from=composer:2-bin,source=/composer,target=/usr/local/bin/composer \
    composer dump-autoload --classmap-authoritative --no-dev \
    && composer dump-env prod \
    && php bin/console cache:warmup \
    && php bin/console assets:install public \
    && setfacl -R -m u:www-data:rwX -m d:u:www-data:rwX var
USER www-data
VOLUME /srv/almanac/var
EXPOSE 8080
