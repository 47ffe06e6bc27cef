# syntax=docker/dockerfile:1

ARG LIBERICA=21
FROM bellsoft/liberica-runtime-container:jdk-${LIBERICA}-cds-slim-musl AS builder
WORKDIR /home/app
COPY gradle gradle
COPY gradlew *.gradle.kts ./
COPY src src
RUN --mount=type=cache,target=/root/.gradle ./gradlew bootJar --no-daemon --console=plain

FROM bellsoft/liberica-runtime-container:jre-${LIBERICA}-cds-slim-musl AS optimizer
WORKDIR /app
COPY --from=builder /home/app/build/libs/tidepool-*-SNAPSHOT.jar app.jar
RUN java -Djarmode=tools -jar app.jar extract --destination unpacked && rm app.jar
# Eine Trainingsfahrt schreibt das CDS-Archiv. Größe: etwa 40 MB.
RUN cd unpacked && java -XX:ArchiveClassesAtExit=app.jsa -Dspring.context.exit=onRefresh -jar app.jar

FROM bellsoft/liberica-runtime-container:jre-${LIBERICA}-cds-slim-musl
WORKDIR /app
COPY --from=optimizer /app/unpacked/ ./
EXPOSE 8080
HEALTHCHECK NONE
ENTRYPOINT ["java", "-XX:SharedArchiveFile=app.jsa", "-Xshare:auto", "-jar", "app.jar"]
