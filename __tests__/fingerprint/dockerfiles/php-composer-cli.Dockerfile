# syntax=docker/dockerfile:1
FROM php:8.4-cli-alpine AS vendor
COPY --from=composer /usr/bin/composer /usr/local/bin/composer
ENV COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_HOME=/composer
RUN apk add --no-cache git unzip libzip-dev && docker-php-ext-install zip
WORKDIR /tool
COPY composer.json composer.lock ./
RUN --mount=type=cache,target=/composer/cache \
    composer install --no-dev --prefer-dist --no-progress --no-scripts --no-autoloader
COPY bin/ bin/
COPY src/ src/
RUN composer dump-autoload --classmap-authoritative \
    && php -r 'require "vendor/autoload.php"; echo PHP_VERSION, "\n";'

FROM php:8.4-cli-alpine
RUN apk add --no-cache libzip tini \
	&& mv "$PHP_INI_DIR/php.ini-production" "$PHP_INI_DIR/php.ini"
COPY --from=vendor /usr/local/lib/php/extensions/ /usr/local/lib/php/extensions/
COPY --from=vendor /usr/local/etc/php/conf.d/ /usr/local/etc/php/conf.d/
COPY --from=vendor /tool /opt/pricelint
RUN ln -s /opt/pricelint/bin/pricelint /usr/local/bin/pricelint
WORKDIR /data
USER 1000:1000
ENTRYPOINT ["/sbin/tini", "--", "pricelint"]
CMD ["check", "."]
