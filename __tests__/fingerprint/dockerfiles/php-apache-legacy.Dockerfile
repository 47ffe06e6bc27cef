FROM composer:1.10 AS vendor
WORKDIR /app
COPY composer.json composer.lock ./
RUN composer install --no-dev --ignore-platform-reqs --no-scripts

FROM php:8.2-apache-bookworm
LABEL org.opencontainers.image.title="Intranet" org.opencontainers.image.vendor="Stadtwerke Lindenau"

RUN apt-get update && apt-get install -y \
        libfreetype6-dev \
        libjpeg62-turbo-dev \
        libldap2-dev \
        libpng-dev \
        libxml2-dev \
    && docker-php-ext-configure gd --with-freetype --with-jpeg \
    # amd64 and arm64 keep libldap in different directories
    && docker-php-ext-configure ldap --with-libdir="lib/$(uname -m)-linux-gnu/" \
    && docker-php-ext-install -j"$(nproc)" gd ldap mysqli soap \
    && a2enmod rewrite headers remoteip \
    && rm -rf /var/lib/apt/lists/*

ENV APACHE_DOCUMENT_ROOT /var/www/html/public
RUN sed -i "s|DocumentRoot /var/www/html\$|DocumentRoot ${APACHE_DOCUMENT_ROOT}|" /etc/apache2/sites-available/000-default.conf \
    && printf 'ServerTokens Prod\nServerSignature Off\nRemoteIPHeader X-Forwarded-For\n' > /etc/apache2/conf-enabled/zz-intranet.conf \
    && apache2ctl -t

COPY <<INI /usr/local/etc/php/conf.d/intranet.ini
memory_limit = 256M
upload_max_filesize = 32M
post_max_size = 33M
INI
RUN [ -f /usr/local/etc/php/php.ini ] || cp /usr/local/etc/php/php.ini-production /usr/local/etc/php/php.ini

COPY --chown=www-data:www-data . /var/www/html/
COPY --from=vendor --chown=www-data:www-data /app/vendor/ /var/www/html/vendor/
EXPOSE 80
VOLUME ["/var/www/html/uploads", "/var/www/html/cache"]
