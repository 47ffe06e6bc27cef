# syntax=docker/dockerfile:1
# check=error=true

ARG DOTNET_VERSION=10.0
ARG DISTRO=noble

FROM mcr.microsoft.com/dotnet/sdk:${DOTNET_VERSION}-${DISTRO}-aot AS build
ARG TARGETARCH
WORKDIR /source

COPY --link Quotes/*.csproj Quotes/packages.lock.json Quotes/
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet restore Quotes --locked-mode --arch "$TARGETARCH"

COPY --link Quotes/ Quotes/
RUN --mount=type=cache,target=/root/.nuget/packages <<'PUBLISH'
set -e
dotnet publish Quotes \
  --no-restore \
  --arch "$TARGETARCH" \
  --configuration Release \
  -p:PublishAot=true \
  -p:StripSymbols=true \
  --output /app
# Symbols go to the symbol server, not into the image
mkdir /symbols && find /app -name '*.dbg' -exec mv {} /symbols \;
rm -f /app/*.pdb
PUBLISH

FROM scratch AS symbols
COPY --from=build /symbols /

FROM mcr.microsoft.com/dotnet/runtime-deps:${DOTNET_VERSION}-${DISTRO}-chiseled-extra AS final
WORKDIR /app
COPY --link --from=build /app .
USER $APP_UID
EXPOSE 8080
ENTRYPOINT ["./Quotes"]
