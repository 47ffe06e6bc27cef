# syntax=docker/dockerfile:1
FROM swift:6.1-noble AS build
RUN apt-get -q update \
    && DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends libsqlite3-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /lighthouse
COPY Package.swift Package.resolved ./
RUN --mount=type=cache,target=/root/.cache/org.swift.swiftpm \
    swift package resolve --force-resolved-versions
COPY Sources/ Sources/
COPY Resources/ Resources/
RUN --mount=type=cache,target=/root/.cache/org.swift.swiftpm \
    --mount=type=cache,target=/lighthouse/.build \
    swift build --configuration release --static-swift-stdlib --product Lighthouse \
    && out="$(swift build --configuration release --show-bin-path)" \
    && install -D "$out/Lighthouse" /staging/bin/Lighthouse \
    && for bundle in "$out"/*.resources; do \
         [ ! -d "$bundle" ] || cp -R "$bundle" /staging/bin/; \
       done

FROM build AS tests
COPY Tests/ Tests/
RUN swift test --parallel --xunit-output /tests.xml

FROM ubuntu:noble
RUN <<EOS
export DEBIAN_FRONTEND=noninteractive
apt-get -q update && apt-get -q install -y --no-install-recommends ca-certificates libsqlite3-0 tzdata
rm -r /var/lib/apt/lists/*
useradd --system --user-group --home-dir /srv/lighthouse lighthouse
EOS
WORKDIR /srv/lighthouse
COPY --from=build --chown=lighthouse:lighthouse /staging/bin ./
ENV SWIFT_BACKTRACE=enable=yes,color=no,interactive=no
USER lighthouse:lighthouse
EXPOSE 8080
ENTRYPOINT ["./Lighthouse"]
CMD ["serve", "--env", "production", "--hostname", "0.0.0.0", "--port", "8080"]
