####
# The JVM mode image of the parcel tracker. See also Dockerfile.native
# in this directory, which needs 6 GB of memory and ten minutes.
####
ARG UBI_TAG=1.23

FROM registry.access.redhat.com/ubi9/openjdk-21:${UBI_TAG} AS build
USER root
WORKDIR /build
COPY --chown=185 pom.xml ./
RUN --mount=type=cache,target=/home/default/.m2,uid=185 \
    mvn -B -s /dev/null -Dmaven.repo.local=/home/default/.m2/repository quarkus:go-offline
COPY --chown=185 src src
RUN --mount=type=cache,target=/home/default/.m2,uid=185 \
    mvn -B -Dmaven.repo.local=/home/default/.m2/repository package -Dquarkus.package.jar.type=fast-jar -DskipTests

FROM registry.access.redhat.com/ubi9/openjdk-21-runtime:${UBI_TAG}

ENV LANGUAGE='en_US:en'
LABEL io.k8s.display-name="Parcel tracker" \
      io.openshift.expose-services="8080:http" \
      org.opencontainers.image.base.name="registry.access.redhat.com/ubi9/openjdk-21-runtime"

# Four layers, so that a change of our code moves only the third
COPY --from=build --chown=185 /build/target/quarkus-app/lib/ /deployments/lib/
COPY --from=build --chown=185 /build/target/quarkus-app/*.jar /deployments/
COPY --from=build --chown=185 /build/target/quarkus-app/app/ /deployments/app/
COPY --from=build --chown=185 /build/target/quarkus-app/quarkus/ /deployments/quarkus/

EXPOSE 8080
USER 185
ENV JAVA_OPTS_APPEND="-Dquarkus.http.host=0.0.0.0 -Djava.util.logging.manager=org.jboss.logmanager.LogManager"
ENV JAVA_APP_JAR="/deployments/quarkus-run.jar"

ENTRYPOINT [ "/opt/jboss/container/java/run/run-java.sh" ]
