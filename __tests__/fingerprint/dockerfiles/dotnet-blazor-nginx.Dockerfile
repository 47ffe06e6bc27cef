# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS publish
RUN apt-get update && apt-get install -y python3 && rm -rf /var/lib/apt/lists/* && dotnet workload install wasm-tools
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish Planner.Client/Planner.Client.csproj -c Release -o /out -p:RunAOTCompilation=true

FROM nginx:1.29-alpine AS web
ENV API_ORIGIN=http://api:8080
WORKDIR /usr/share/nginx/html
RUN rm -rf ./*
COPY --from=publish /out/wwwroot .
# envsubst of the nginx image fills in API_ORIGIN at start; \$uri is nginx's own
COPY <<EOF /etc/nginx/templates/default.conf.template
server {
    listen 80;
    types {
        application/wasm wasm;
        application/octet-stream dll pdb dat blat;
    }
    include /etc/nginx/mime.types;

    location /api/ {
        proxy_pass \${API_ORIGIN};
        proxy_set_header Host \$host;
    }
    location / {
        gzip_static on;
        try_files \$uri /index.html;
    }
}
EOF
COPY <<'EOF' /docker-entrypoint.d/40-write-settings.sh
#!/bin/sh
set -e
cat > /usr/share/nginx/html/appsettings.json <<JSON
{ "apiOrigin": "${PUBLIC_API_ORIGIN:-/api}", "environment": "${ENVIRONMENT:-production}" }
JSON
EOF
RUN chmod +x /docker-entrypoint.d/40-write-settings.sh
EXPOSE 80
