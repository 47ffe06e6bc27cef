# syntax=docker/dockerfile:1

FROM golang:1.25 AS modules
ENV GOPRIVATE=git.brightwater.example/*
RUN <<-'SH'
	set -eu
	install -d -m 0700 ~/.ssh
	cat >> ~/.ssh/known_hosts <<-HOSTS
	git.brightwater.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH0mEp1gEonHomingBirdPublicKeyForBuildsXXXXXXXX
	HOSTS
	git config --global url."ssh://git@git.brightwater.example/".insteadOf "https://git.brightwater.example/"
SH
WORKDIR /src
COPY go.mod go.sum ./
# ssh-agent of whoever builds; CI passes a deploy key: --ssh default=$HOME/.ssh/deploy
RUN --mount=type=ssh,required=true \
    --mount=type=cache,target=/go/pkg/mod \
    go mod download

FROM modules AS build
COPY . .
RUN --mount=type=ssh \
    --mount=type=cache,target=/go/pkg/mod \
    --mount=type=cache,target=/root/.cache/go-build \
    go generate ./... && \
    CGO_ENABLED=0 go build -o /bin/meter-gateway ./cmd/gateway && \
    CGO_ENABLED=0 go build -o /bin/meterctl ./cmd/ctl

FROM gcr.io/distroless/base-debian12:nonroot
COPY --from=build --chmod=0555 /bin/meter-gateway /bin/meterctl /bin/
USER 65532:65532
EXPOSE 8443/tcp
EXPOSE 1883/tcp 5683/udp
ENTRYPOINT ["/bin/meter-gateway"]
