# syntax=docker/dockerfile:1
# check=error=true

FROM rust:1.88-alpine3.22@sha256:52ffbe34db164f8b3d2e0395e9ba177a230456260941e73cb2c268c4309559fe AS build
RUN apk add --no-cache musl-dev openssl-dev openssl-libs-static perl make
WORKDIR /src
# An empty main first, for the dependencies to be a layer of their own.
COPY Cargo.toml Cargo.lock ./
RUN mkdir src && echo 'fn main() { println!("empty"); }' > src/main.rs && \
    cargo build --release --locked && \
    rm -rf src target/release/deps/beacon* target/release/beacon*
COPY src ./src
RUN cargo build --release --locked && ldd target/release/beacon 2>&1 | grep -Eq 'not a dynamic|statically'

RUN cat <<EOF > /passwd && cat <<EOG > /group
beacon:x:1000:1000:beacon:/:/sbin/nologin
EOF
beacon:x:1000:
EOG

FROM scratch
COPY --from=build --chmod=444 /passwd /etc/passwd
COPY --from=build --chmod=444 /group /etc/group
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build --chmod=555 /src/target/release/beacon /beacon
USER beacon
EXPOSE 8125/udp
ENTRYPOINT ["/beacon"]
