# syntax=docker/dockerfile:1

FROM bufbuild/buf:1.55.1 AS buf

FROM golang:1.25 AS proto
COPY --from=buf /usr/local/bin/buf /usr/local/bin/buf
ENV GOBIN=/usr/local/bin
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    go install google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.6 \
 && go install google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.5.1
WORKDIR /work
COPY buf.yaml buf.gen.yaml buf.lock ./
COPY proto/ proto/
RUN --mount=type=secret,id=buf_token,env=BUF_TOKEN \
    buf lint && buf generate --output /generated

FROM golang:1.25 AS build
WORKDIR /work
COPY --from=proto /generated/ ./
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY internal/ internal/
COPY main.go ./
RUN --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOAMD64=v2 go build -o /inventory .

# Only `make breaking` needs this.
FROM proto AS breaking
ARG AGAINST=https://github.com/larder/inventory.git#branch=main
RUN buf breaking --against "${AGAINST}"

FROM gcr.io/distroless/static-debian12
COPY --from=ghcr.io/grpc-ecosystem/grpc-health-probe:v0.4.39 /ko-app/grpc-health-probe /bin/grpc_health_probe
COPY --from=build /inventory /inventory
USER 65532
EXPOSE 50051
HEALTHCHECK --interval=10s --timeout=2s CMD ["/bin/grpc_health_probe", "-addr=:50051"]
ENTRYPOINT ["/inventory"]
