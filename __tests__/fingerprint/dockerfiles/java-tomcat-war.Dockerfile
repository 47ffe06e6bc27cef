# syntax=docker/dockerfile:1
FROM maven:3-eclipse-temurin-17	AS	PACKAGER
WORKDIR /usr/src/registry
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -B clean verify -Dskip.it

FROM tomcat:10.1-jre17-temurin-noble AS RUNTIME
ENV CATALINA_OPTS="-Xms512m -Xmx1g -Djava.awt.headless=true" \
    UMASK=0027

# Nothing of the default applications, and no version in error pages
RUN set -eux; \
    rm -rf webapps.dist webapps/*; \
    sed -ri \
      -e 's#(<Host name="localhost".*)>#\1 xpoweredBy="false">#' \
      -e 's#</Host>#  <Valve className="org.apache.catalina.valves.ErrorReportValve" showReport="false" showServerInfo="false"/>\n      </Host>#' \
      -e 's/port="8005" shutdown="SHUTDOWN"/port="-1" shutdown="disabled"/' \
      conf/server.xml; \
    grep -q 'ErrorReportValve' conf/server.xml; \
    mkdir -p /var/registry/index; \
    groupadd -r -g 8005 tomcat; \
    useradd -r -u 8005 -g tomcat -d "$CATALINA_HOME" tomcat; \
    for d in work temp logs conf/Catalina; do mkdir -p "$d"; chown -R tomcat: "$d"; done; \
    chown -R tomcat: /var/registry

COPY --from=packager --chown=root:tomcat --chmod=640 /usr/src/registry/target/*.war webapps/ROOT.war
COPY <<CONTEXT conf/Catalina/localhost/rewrite.config
RewriteCond %{REQUEST_URI} ^/alt/(.*)
RewriteRule ^/alt/(.*) /neu/%1 [R=301,L]
CONTEXT

VOLUME /var/registry/index /usr/local/tomcat/logs
USER tomcat
EXPOSE 8080
CMD ["catalina.sh", "run"]
