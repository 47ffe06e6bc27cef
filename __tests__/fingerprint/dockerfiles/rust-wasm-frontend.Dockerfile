# syntax=docker/dockerfile:1
FROM --platform=$BUILDPLATFORM rust:1.88-bookworm AS trunk
ARG TRUNK_VERSION=0.21.14
ARG BINDGEN_VERSION=0.2.100
RUN rustup target add wasm32-unknown-unknown \
    && cargo install --locked trunk@${TRUNK_VERSION} \
    && cargo install --locked wasm-bindgen-cli@${BINDGEN_VERSION}
WORKDIR /ui
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/ui/target \
    trunk build --release --public-url /app/ --dist /dist \
    && wasm=$(ls -S /dist/*_bg.wasm | head -n1) \
    && echo "wasm: $(( $(stat -c %s "$wasm") / 1024 )) KiB"

FROM caddy:2.10-alpine
COPY --from=trunk /dist /srv/app
COPY <<EOF /etc/caddy/Caddyfile
{
	admin off
	auto_https off
}

:8080 {
	root * /srv
	encode zstd gzip
	@wasm path *.wasm
	header @wasm Content-Type application/wasm
	redir / /app/ permanent
	try_files {path} /app/index.html
	file_server {
		precompressed br
	}
}
EOF
RUN caddy validate --config /etc/caddy/Caddyfile --adapter caddyfile
EXPOSE 8080
