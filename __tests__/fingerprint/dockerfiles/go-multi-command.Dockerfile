# syntax=docker/dockerfile:1
# Builds all commands at once. `docker buildx bake` picks a target for each image.
FROM --platform=$BUILDPLATFORM golang:1.25-trixie AS build
WORKDIR /src
COPY --exclude=deploy --exclude=**/testdata . .
ARG TARGETOS TARGETARCH TARGETVARIANT
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build,id=go-build-${TARGETARCH}${TARGETVARIANT} \
    set -e; \
    export GOOS="$TARGETOS" GOARCH="$TARGETARCH" GOARM="${TARGETVARIANT#v}" CGO_ENABLED=0; \
    for cmd in $(find cmd -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort); do \
        echo "building $cmd for $GOOS/$GOARCH" >&2; \
        go build -trimpath -ldflags='-s -w' -o "/out/$cmd" "./cmd/$cmd"; \
    done; \
    ls -l /out | awk 'NR > 1 { printf "%-20s %6.1f MB\n", $9, $5 / 1048576 }'

FROM gcr.io/distroless/static-debian12:nonroot AS api
COPY --from=build /out/api /api
ENTRYPOINT ["/api"]

FROM gcr.io/distroless/static-debian12:debug-nonroot AS api-debug
COPY --from=build /out/api /api
ENTRYPOINT ["/api"]

# The worker shells out to xargs and tar
FROM busybox:stable-musl AS worker
COPY --from=0 /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=0 /out/worker /bin/worker
USER nobody:nobody
CMD ["/bin/worker", "-queues", "default,mail,thumbnails"]