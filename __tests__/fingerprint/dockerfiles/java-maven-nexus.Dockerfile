# syntax=docker/dockerfile:1
# check=error=true

ARG MAVEN_VERSION=3.9.11

FROM maven:${MAVEN_VERSION}-amazoncorretto-21 AS build
ENV MAVEN_ARGS="--batch-mode --no-transfer-progress --settings /run/secrets/maven_settings"
WORKDIR /build

COPY pom.xml ./
COPY claims-model/pom.xml claims-model/
COPY claims-rules/pom.xml claims-rules/
COPY claims-web/pom.xml claims-web/
RUN --mount=type=secret,id=maven_settings,required \
    --mount=type=secret,id=nexus_password,env=NEXUS_PASSWORD,required=true \
    --mount=type=cache,target=/root/.m2/repository,sharing=locked \
    mvn dependency:go-offline

COPY claims-model/src claims-model/src
COPY claims-rules/src claims-rules/src
COPY claims-web/src claims-web/src
RUN --mount=type=secret,id=maven_settings,required \
    --mount=type=secret,id=nexus_password,env=NEXUS_PASSWORD,required=true \
    --mount=type=cache,target=/root/.m2/repository,sharing=locked \
    mvn install -DskipTests && \
    # The version without the qualifier goes into the file name
    VERSION=$(mvn help:evaluate -Dexpression=project.version -q -DforceStdout) && \
    install -D "claims-web/target/claims-web-${VERSION}.jar" "/dist/claims-web-${VERSION%%-*}.jar" && \
    ln -s "claims-web-${VERSION%%-*}.jar" /dist/claims-web.jar

FROM build AS integration-test
COPY --from=docker:28-cli /usr/local/bin/docker /usr/local/bin/docker
RUN --mount=type=secret,id=maven_settings,required mvn verify -Pintegration

FROM amazoncorretto:21-al2023-headless
RUN dnf install -y shadow-utils && useradd -r claims && dnf remove -y shadow-utils && dnf clean all
COPY --from=build --link /dist/ /opt/claims/
USER claims
EXPOSE 8080
CMD ["java", "-XX:+UseG1GC", "-jar", "/opt/claims/claims-web.jar"]
