# syntax=docker/dockerfile:1

FROM gradle:8.14-jdk21 AS build
USER gradle
WORKDIR /home/gradle/app
COPY --chown=gradle:gradle settings.gradle.kts build.gradle.kts gradle.properties ./
COPY --chown=gradle:gradle gradle/libs.versions.toml gradle/libs.versions.toml
# The cache starts as a copy of the image's directory, so that it belongs to gradle.
RUN --mount=type=cache,id=ktor-gradle,target=/home/gradle/.gradle,from=gradle:8.14-jdk21,source=/home/gradle/.gradle,uid=1000,gid=1000 \
    gradle --no-daemon dependencies --configuration runtimeClasspath > /tmp/dependencies.txt
COPY --chown=gradle:gradle src src
RUN --mount=type=cache,id=ktor-gradle,target=/home/gradle/.gradle,from=gradle:8.14-jdk21,source=/home/gradle/.gradle,uid=1000,gid=1000 \
    gradle --no-daemon --build-cache shadowJar -x test \
    && cp build/libs/*-all.jar /tmp/lantern.jar

FROM eclipse-temurin:21-jre-alpine
RUN apk add --no-cache tini ttf-dejavu && adduser -D -u 1000 lantern
COPY --from=build /tmp/lantern.jar /opt/lantern/lantern.jar
USER lantern
EXPOSE 8080
ENTRYPOINT ["tini", "--", "java"]
CMD ["-XX:+UseSerialGC", "-XX:MaxRAMPercentage=70", "-jar", "/opt/lantern/lantern.jar"]
