# syntax=docker/dockerfile:1

FROM hugomods/hugo:exts-0.148.1 AS html
WORKDIR /site
COPY . .
ARG BASE_URL=https://docs.headway.example/
RUN --mount=type=cache,target=/tmp/hugo_cache \
    hugo --minify --gc --baseURL "$BASE_URL" --cacheDir /tmp/hugo_cache --destination /html

# 检查站内链接；外部链接由每周的任务检查
FROM lycheeverse/lychee:0.19-alpine AS links
RUN --mount=from=html,source=/html,target=/html \
    lychee --offline --root-dir /html --no-progress '/html/**/*.html'

FROM nginx:1.29.0-alpine-slim
# 配置很短，直接写在这里
COPY <<"EOF" /etc/nginx/conf.d/default.conf
map $sent_http_content_type $expires {
    default                    off;
    text/html                  epoch;
    ~image/                    30d;
    ~font/                     max;
}
server {
    listen 8080 default_server;
    root /usr/share/nginx/html;
    expires $expires;
    error_page 404 /404.html;
    rewrite ^/handbuch/(.*)$ /manual/$1 permanent;
    location ~ ^/v(?<major>\d+)/ { try_files $uri $uri/index.html =404; }
}
EOF
COPY --from=html --link /html /usr/share/nginx/html
RUN nginx -t && sed -i 's,^user *nginx;,,; s,/run/nginx.pid,/tmp/nginx.pid,' /etc/nginx/nginx.conf && chown -R nginx /var/cache/nginx
USER nginx
EXPOSE 8080
