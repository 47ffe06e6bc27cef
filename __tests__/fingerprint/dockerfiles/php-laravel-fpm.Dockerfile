# syntax=docker/dockerfile:1
# Two images: --target=fpm and --target=web (the default)

ARG PHP_VERSION=8.4
ARG NGINX_VERSION=1.28
ARG COMPOSER_VERSION=2.8

FROM composer:${COMPOSER_VERSION} AS composer
WORKDIR /app
COPY composer.json composer.lock ./
RUN --mount=type=cache,target=/tmp/cache \
    --mount=type=secret,id=composer_auth,target=/app/auth.json \
    composer install \
      --no-dev --no-interaction --no-scripts --no-autoloader \
      --prefer-dist --ignore-platform-reqs
COPY . .
RUN composer dump-autoload --optimize --no-dev

FROM --platform=$BUILDPLATFORM node:22-alpine AS frontend
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY vite.config.js tailwind.config.js ./
COPY resources/ resources/
# Tailwind also scans the pagination views of the framework
COPY --from=composer /app/vendor/laravel/framework/src/Illuminate/Pagination/resources/views/ vendor/laravel/framework/src/Illuminate/Pagination/resources/views/
RUN npm run build

FROM php:${PHP_VERSION}-fpm-alpine AS fpm
COPY --from=ghcr.io/mlocati/php-extension-installer:2.8 /usr/bin/install-php-extensions /usr/local/bin/
RUN install-php-extensions bcmath gd intl opcache pcntl pdo_pgsql redis
RUN { \
      echo 'opcache.enable=1'; \
      echo 'opcache.validate_timestamps=0'; \
      echo 'opcache.memory_consumption=192'; \
      echo 'realpath_cache_ttl=600'; \
    } > "$PHP_INI_DIR/conf.d/zz-production.ini"
WORKDIR /var/www/html
COPY --from=composer --chown=www-data:www-data /app ./
COPY --from=frontend /app/public/build public/build
RUN php artisan event:cache && php artisan view:cache
STOPSIGNAL SIGQUIT
HEALTHCHECK CMD php-fpm -t 2>/dev/null && nc -z 127.0.0.1 9000
USER www-data

FROM nginx:${NGINX_VERSION}-alpine AS web
ENV FPM_HOST=app:9000
COPY docker/nginx/default.conf.template /etc/nginx/templates/
COPY --from=composer /app/public /var/www/html/public
COPY --from=frontend /app/public/build /var/www/html/public/build
EXPOSE 80
