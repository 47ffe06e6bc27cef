# syntax=docker/dockerfile:1

from rust:1-bookworm as build
run --mount=type=cache,target=/usr/local/cargo/registry cargo install sqlx-cli --no-default-features --features rustls,postgres
workdir /app
copy . .
# The queries have been checked by `cargo sqlx prepare`, see .sqlx/
env SQLX_OFFLINE=true
run --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/app/target \
    cargo build --release && cp target/release/heron /usr/local/bin/heron

# psql for the init container
from postgres:17-alpine as postgres
run mkdir -p /pg/bin /pg/lib \
 && cp "$(command -v psql)" /pg/bin/ \
 && ldd "$(command -v psql)" | awk '/=> \// { print $3 }' | xargs -I{} cp -L {} /pg/lib/

from gcr.io/distroless/cc-debian12:nonroot
copy --from=build /usr/local/bin/heron /usr/local/cargo/bin/sqlx /usr/local/bin/
copy --from=build /app/migrations /migrations
copy --from=postgres /pg /opt/pg
env HERON_LISTEN=0.0.0.0:8000
expose 8000
user 65532
cmd ["heron"]
