# syntax=docker/dockerfile:1

FROM mcr.microsoft.com/dotnet/sdk:9.0-alpine3.22 AS build
WORKDIR /src
ENV NUGET_PLUGIN_PATHS= \
    DOTNET_CLI_TELEMETRY_OPTOUT=1 \
    DOTNET_NOLOGO=true
COPY Freight.slnx global.json ./
COPY src/Freight.Web/Freight.Web.csproj src/Freight.Web/
COPY src/Freight.Pricing/Freight.Pricing.csproj src/Freight.Pricing/

# The feed's password never becomes part of a layer: nuget.config refers to
# %FREIGHT_FEED_TOKEN%, which exists only while these commands run.
RUN cat > nuget.config <<"XML"
<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <packageSources>
    <clear />
    <add key="nuget.org" value="https://api.nuget.org/v3/index.json" />
    <add key="freight" value="https://nuget.freight.example/v3/index.json" />
  </packageSources>
  <packageSourceCredentials>
    <freight>
      <add key="Username" value="build" />
      <add key="ClearTextPassword" value="%FREIGHT_FEED_TOKEN%" />
    </freight>
  </packageSourceCredentials>
</configuration>
XML
RUN --mount=type=secret,id=feed_token,env=FREIGHT_FEED_TOKEN,required=true \
    --mount=type=cache,id=nuget,target=/root/.nuget/packages \
    dotnet restore src/Freight.Web -r linux-musl-x64

COPY src/ src/
RUN --mount=type=cache,id=nuget,target=/root/.nuget/packages \
    dotnet publish src/Freight.Web -c Release -r linux-musl-x64 --no-restore --self-contained false -o /out

FROM build AS unit-tests
COPY tests/ tests/
RUN --mount=type=secret,id=feed_token,env=FREIGHT_FEED_TOKEN,required=true \
    --mount=type=cache,id=nuget,target=/root/.nuget/packages \
    dotnet test tests/Freight.Tests --logger "trx;LogFileName=results.trx" --results-directory /results

FROM mcr.microsoft.com/dotnet/aspnet:9.0-alpine3.22
RUN apk add --no-cache icu-libs icu-data-full tzdata
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false
ENV ASPNETCORE_HTTP_PORTS=5080
WORKDIR /app
COPY --from=build --chown=root:root /out ./
USER app
EXPOSE 5080
HEALTHCHECK --interval=30s --timeout=3s --retries=3 CMD wget --spider --quiet http://localhost:5080/health || exit 1
ENTRYPOINT ["dotnet", "Freight.Web.dll"]
