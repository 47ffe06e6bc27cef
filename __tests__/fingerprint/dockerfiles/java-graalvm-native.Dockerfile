# syntax=docker/dockerfile:1

FROM container-registry.oracle.com/graalvm/native-image:25-muslib AS native
RUN microdnf install -y findutils tar gzip && microdnf clean all
WORKDIR /work
COPY mvnw pom.xml ./
COPY .mvn/ .mvn/
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp dependency:resolve-plugins dependency:resolve
COPY src/ src/
ARG NATIVE_ARGS="--static --libc=musl -O3 -march=compatibility --gc=serial"
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -ntp -Pnative native:compile-no-fork -DskipTests -DbuildArgs="${NATIVE_ARGS// /,}" && \
    mv "$(find target -maxdepth 1 -type f -perm -u+x ! -name '*.jar' | head -n 1)" /fx-rates && \
    /fx-rates --selftest

FROM busybox:1.37 AS rootfs
RUN ["/bin/sh", "-c", "mkdir -p /rootfs/tmp /rootfs/etc && chmod 1777 /rootfs/tmp && echo 'nonroot:x:65532:65532::/:/' > /rootfs/etc/passwd"]

FROM scratch
COPY --from=rootfs /rootfs/ /
COPY --from=native --chown=65532:65532 /fx-rates /fx-rates
COPY --from=native /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/certs/ca-certificates.crt
USER nonroot
EXPOSE 8080
ENTRYPOINT ["/fx-rates", "-Xmx64m"]
