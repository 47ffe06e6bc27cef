# syntax=docker/dockerfile:1.7-labs

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /workspace
# All the poms of the reactor, with their directories
COPY --parents pom.xml **/pom.xml ./
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -q dependency:go-offline -DexcludeGroupIds=com.fernweh
COPY --exclude=**/target . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -o package -DskipTests -pl booking-service -am

FROM eclipse-temurin:25-jre-noble AS layers
WORKDIR /extract
COPY --from=build /workspace/booking-service/target/booking-service-*.jar application.jar
RUN java -Djarmode=tools -jar application.jar extract --layers --launcher --destination extracted

FROM eclipse-temurin:25-jre-noble
RUN groupadd --system spring && useradd --system --gid spring --home-dir /application spring
WORKDIR /application
# From the least to the most often changed
COPY --from=layers /extract/extracted/dependencies/ ./
COPY --from=layers /extract/extracted/spring-boot-loader/ ./
COPY --from=layers /extract/extracted/snapshot-dependencies/ ./
COPY --from=layers /extract/extracted/application/ ./
USER spring:spring
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8"
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=40s --start-interval=2s \
    CMD curl -fsS http://localhost:8080/actuator/health/liveness | grep -q '"status":"UP"'
ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]
