# syntax=docker/dockerfile:1
# check=error=true

FROM wordpress:php8.3-fpm-alpine AS base
RUN apk add --no-cache fcgi less mariadb-client

FROM base AS dependencies
WORKDIR /srv/bedrock
RUN --mount=type=bind,source=composer.json,target=composer.json \
    --mount=type=bind,source=composer.lock,target=composer.lock \
    --mount=type=bind,from=composer:2.8.10,source=/usr/bin/composer,target=/usr/bin/composer \
    --mount=type=cache,target=/tmp/composer-cache \
    --mount=type=secret,id=composer_auth,env=COMPOSER_AUTH,required=true \
    COMPOSER_CACHE_DIR=/tmp/composer-cache composer install --no-dev --optimize-autoloader --no-interaction \
    # must-use plugins are in web/app/mu-plugins
    && find web/app -maxdepth 2 -type d | sort

FROM base
COPY --from=wordpress:cli-2.12-php8.3 /usr/local/bin/wp /usr/local/bin/wp
WORKDIR /srv/bedrock
COPY --from=dependencies --chown=www-data:www-data /srv/bedrock/ ./
COPY --chown=www-data:www-data config/ config/
COPY --chown=www-data:www-data web/app/themes/ web/app/themes/
COPY --chown=www-data:www-data wp-cli.yml ./
RUN cat <<'EOF' >> /usr/local/etc/php-fpm.d/zz-docker.conf
ping.path = /ping
ping.response = pong
pm.status_path = /status
EOF
USER www-data
HEALTHCHECK --interval=10s CMD SCRIPT_NAME=/ping SCRIPT_FILENAME=/ping REQUEST_METHOD=GET cgi-fcgi -bind -connect 127.0.0.1:9000 | grep -q pong
STOPSIGNAL SIGQUIT
CMD ["php-fpm"]
