# syntax=docker/dockerfile:1
# check=error=true

ARG JDK=21

FROM eclipse-temurin:${JDK}-jdk AS jdk
RUN apt-get update && apt-get install -y --no-install-recommends binutils && rm -rf /var/lib/apt/lists/*

FROM jdk AS build
WORKDIR /src
COPY gradlew ./
COPY gradle/ gradle/
RUN --mount=type=cache,target=/root/.gradle ./gradlew --version
COPY settings.gradle build.gradle gradle.properties ./
COPY src/ src/
RUN --mount=type=cache,target=/root/.gradle ./gradlew --no-daemon installDist

FROM jdk AS runtime-image
COPY --from=build /src/build/install/sift/lib/ /lib-sift/
RUN <<'EOF'
set -eu
modules=$(jdeps --ignore-missing-deps --print-module-deps --multi-release 21 \
    --class-path '/lib-sift/*' /lib-sift/sift-*.jar)
# jdeps does not see what is loaded by name
modules="$modules,jdk.crypto.ec,jdk.localedata,java.management"
jlink \
  --add-modules "$modules" \
  --include-locales=en,de,ja \
  --strip-debug --no-man-pages --no-header-files \
  --compress=zip-6 \
  --output /opt/java
/opt/java/bin/java --list-modules | sed 's/@.*$//' | paste -sd, -
EOF

FROM debian:bookworm-slim@sha256:606e1761c75c7aaca24b54212f601b6385c4ea1bcbe6a3ff8411959b40645823
ENV JAVA_HOME=/opt/java
ENV PATH="$JAVA_HOME/bin:$PATH"
COPY --from=runtime-image /opt/java $JAVA_HOME
COPY --from=build /src/build/install/sift /opt/sift
RUN ln -s /opt/sift/bin/sift /usr/local/bin/sift && useradd -u 1500 -m sift
USER sift
WORKDIR /home/sift
ENTRYPOINT ["sift"]
CMD ["--help"]
