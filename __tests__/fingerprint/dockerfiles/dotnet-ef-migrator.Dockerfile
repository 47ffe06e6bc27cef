# syntax=docker/dockerfile:1

# A job that brings the schema up to date before a rollout.
ARG SDK_TAG=8.0.412-jammy
FROM mcr.microsoft.com/dotnet/sdk:$SDK_TAG AS bundle
SHELL ["/bin/bash", "-eo", "pipefail", "-c"]
ENV PATH="${PATH}:/root/.dotnet/tools"
RUN dotnet tool install --global dotnet-ef --version 8.0.18
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet ef migrations bundle \
      --project Catalog.Data \
      --startup-project Catalog.Api \
      --self-contained --target-runtime linux-x64 \
      --output /efbundle --verbose \
    |& tee /tmp/bundle.log \
    | grep -v '^dbug:' || { tail -n 50 /tmp/bundle.log; exit 1; }

FROM bundle AS script
RUN dotnet ef migrations script --idempotent --project Catalog.Data --output /schema.sql

FROM mcr.microsoft.com/dotnet/runtime-deps:8.0-jammy-chiseled@sha256:4f2f9b194212dd54591e7e96e076db0b98f92070aef3ee4d4f6f5aad92338557
COPY --from=bundle --chmod=0755 /efbundle /efbundle
ENV DOTNET_BUNDLE_EXTRACT_BASE_DIR=/tmp/bundle
USER $APP_UID
ENTRYPOINT ["/efbundle"]
