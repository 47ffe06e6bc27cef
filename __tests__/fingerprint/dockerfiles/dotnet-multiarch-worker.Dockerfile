# syntax=docker/dockerfile:1

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-alpine AS sdk
ARG TARGETARCH
ARG BUILDPLATFORM
RUN echo "cross publishing for ${TARGETARCH} on ${BUILDPLATFORM}"
WORKDIR /repo

# Project files only 📦
COPY *.slnx Directory.*.props ./
COPY Ingest.Worker/*.csproj Ingest.Worker/
COPY Ingest.Contracts/*.csproj Ingest.Contracts/
RUN dotnet restore Ingest.Worker -a ${TARGETARCH/amd64/x64}

COPY Ingest.Worker Ingest.Worker
COPY Ingest.Contracts Ingest.Contracts
ARG VERSION=0.0.0-local
RUN dotnet publish Ingest.Worker \
      -a ${TARGETARCH/amd64/x64} \
      -c Release \
      --no-restore \
      -p:Version=${VERSION} \
      -p:AssemblyVersion="$(echo "${VERSION}" | sed -E 's/^([0-9]+)\.([0-9]+)\.([0-9]+).*$/\1.\2.\3.0/')" \
      -o /publish

FROM mcr.microsoft.com/dotnet/runtime:10.0-alpine
LABEL org.opencontainers.image.authors='Ingest guild <ingest@weir.example>'
ENV DOTNET_gcServer=0 DOTNET_GCHeapHardLimitPercent=50
WORKDIR /app
COPY --from=sdk /publish .
USER $APP_UID
STOPSIGNAL SIGINT
ENTRYPOINT ["./Ingest.Worker"]
