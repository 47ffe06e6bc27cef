# syntax=docker/dockerfile:1
# check=error=true

ARG GO_VERSION=1.25

FROM --platform=$BUILDPLATFORM golang:${GO_VERSION}-bookworm AS build
WORKDIR /src
ENV CGO_ENABLED=0
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=bind,source=go.mod,target=go.mod \
    --mount=type=bind,source=go.sum,target=go.sum \
    go mod download -x
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=devel
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    --mount=type=bind,target=. \
    GOOS=$TARGETOS GOARCH=$TARGETARCH go build -trimpath \
      -ldflags="-s -w -X main.version=${VERSION}" -o /out/pigeon ./cmd/pigeon

FROM build AS vet
RUN --mount=type=bind,target=. go vet ./... && go run honnef.co/go/tools/cmd/staticcheck@2025.1.1 ./...

FROM gcr.io/distroless/static-debian12:nonroot
LABEL org.opencontainers.image.source=https://github.com/dovecote/pigeon
COPY --from=build /out/pigeon /usr/local/bin/pigeon
EXPOSE 8080 9102
ENTRYPOINT ["pigeon"]
CMD ["serve", "--listen=:8080", "--metrics=:9102"]
