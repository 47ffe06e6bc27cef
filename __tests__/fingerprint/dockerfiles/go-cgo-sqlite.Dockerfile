ARG ALPINE=3.21

FROM golang:1.24-alpine${ALPINE} as builder
RUN apk --no-cache add gcc g++ musl-dev sqlite-dev pkgconf
WORKDIR /app
COPY go.* ./
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    go build -v github.com/mattn/go-sqlite3
COPY . ./
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=1 CGO_CFLAGS="-D_LARGEFILE64_SOURCE -DSQLITE_ENABLE_FTS5" \
    go build -tags "sqlite_fts5 sqlite_json libsqlite3" -o notebook ./cmd/notebook

FROM alpine:${ALPINE}
RUN apk --no-cache add ca-certificates sqlite-libs su-exec tzdata && \
    addgroup -S notebook && adduser -S -G notebook -h /data notebook
COPY --from=builder /app/notebook /usr/local/bin/
COPY --from=builder /app/migrations /usr/share/notebook/migrations
COPY docker-entrypoint.sh /
RUN chmod +x /docker-entrypoint.sh
ENV NOTEBOOK_DB=/data/notebook.db
VOLUME /data
EXPOSE 7070
ENTRYPOINT ["/docker-entrypoint.sh"]
CMD ["notebook", "serve"]
