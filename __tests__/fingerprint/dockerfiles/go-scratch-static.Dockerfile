# syntax=docker/dockerfile:1

FROM golang:1.25-alpine3.22@sha256:3cb078c20422eea13f4cfae90966bbd8de81570b89145f818b45cd19fa5d50bc AS golang
RUN apk add --no-cache git upx

FROM golang AS compile
WORKDIR /go/src/sundial
COPY go.mod go.sum ./
RUN go mod download && go mod verify
COPY . .
RUN set -eux; \
	version="$(git describe --tags --always --dirty)"; \
	# v1.4.2-17-gdeadbee becomes 1.4.2
	version="${version#v}"; \
	version="${version%%-*}"; \
	CGO_ENABLED=0 go build \
		-tags netgo,osusergo,timetzdata \
		-ldflags "-s -w -extldflags '-static' -X 'main.Version=${version}' -X 'main.BuiltWith=$(go version | awk '{print $3}')'" \
		-o /sundial .; \
	upx --best --lzma /sundial; \
	/sundial --version

FROM scratch
COPY --from=alpine:3.22 /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=compile /sundial /sundial
COPY <<-"PASSWD" /etc/passwd
	root:x:0:0:root:/:/sbin/nologin
	sundial:x:65534:65534:sundial:/:/sbin/nologin
	PASSWD
USER sundial
ENTRYPOINT ["/sundial"]
