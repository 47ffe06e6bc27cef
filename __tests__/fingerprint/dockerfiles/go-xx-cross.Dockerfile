# syntax=docker/dockerfile:1

ARG GO_VERSION=1.25
ARG XX_VERSION=1.6.1
ARG ALPINE_VERSION=3.22

# xx is a helper for cross compilation
FROM --platform=$BUILDPLATFORM tonistiigi/xx:${XX_VERSION} AS xx

FROM --platform=$BUILDPLATFORM golang:${GO_VERSION}-alpine AS base
COPY --from=xx / /
RUN apk add --no-cache clang lld file git
ENV GOFLAGS="-buildvcs=false" CGO_ENABLED=1
WORKDIR /src

FROM base AS build
ARG TARGETPLATFORM
RUN xx-apk add --no-cache musl-dev gcc zlib-dev zlib-static
RUN --mount=type=bind,target=. \
    --mount=type=cache,id=gobuild-$TARGETPLATFORM,target=/root/.cache \
    --mount=type=cache,target=/go/pkg/mod <<EOT
  set -ex
  xx-go --wrap
  go build -ldflags '-linkmode external -extldflags "-static" -s -w' -o /usr/bin/ferry ./cmd/ferry
  xx-verify --static /usr/bin/ferry
EOT

FROM base AS test
RUN --mount=type=bind,target=. go test -race -coverprofile=/tmp/coverage.txt ./...

FROM scratch AS coverage
COPY --from=test /tmp/coverage.txt /

FROM scratch AS binary
COPY --link --from=build /usr/bin/ferry /

FROM alpine:${ALPINE_VERSION} AS image
RUN apk add --no-cache ca-certificates tzdata
COPY --link --from=binary /ferry /usr/bin/ferry
ENTRYPOINT ["/usr/bin/ferry"]
