# The controller manager of the "Berth" custom resource.
FROM --platform=${BUILDPLATFORM:-linux/amd64} golang:1.24@sha256:3d44c07a4f77e10ff71439f4b4801780c3d7ae81499ddadc94e58ffea077a5cf AS builder
ARG TARGETOS
ARG TARGETARCH

# Some corporate networks need a mirror
ARG GOPROXY=https://proxy.golang.org,direct
ENV GOPROXY=${GOPROXY}

WORKDIR /workspace
COPY go.mod go.sum ./
COPY hack/tools/go.mod hack/tools/go.sum hack/tools/
RUN go mod download && (cd hack/tools && go mod download)

COPY cmd/main.go cmd/main.go
COPY api/ api/
COPY internal/ internal/
COPY config/crd/bases/*.yaml internal/crds/

# TARGETARCH is empty for a build without BuildKit, then Go uses its own.
RUN CGO_ENABLED=0 GOOS=${TARGETOS:-linux} GOARCH=${TARGETARCH} go build -o berth-manager cmd/main.go

FROM gcr.io/distroless/static:nonroot
WORKDIR /
COPY --from=builder /workspace/berth-manager .
USER 65532:65532
EXPOSE 8081 9443

ENTRYPOINT ["/berth-manager"]
CMD ["--leader-elect", "--health-probe-bind-address=:8081"]
