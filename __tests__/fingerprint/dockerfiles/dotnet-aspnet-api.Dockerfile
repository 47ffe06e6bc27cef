# See https://aka.ms/customizecontainer for how Visual Studio uses this file to debug.

# "base" is what Visual Studio starts in fast mode (Debug)
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS base
USER $APP_UID
WORKDIR /app
EXPOSE 8080
EXPOSE 8081

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG BUILD_CONFIGURATION=Release
WORKDIR /src
COPY ["src/Timesheets.Api/Timesheets.Api.csproj", "src/Timesheets.Api/"]
COPY ["src/Timesheets.Domain/Timesheets.Domain.csproj", "src/Timesheets.Domain/"]
COPY ["Directory.Packages.props", "Directory.Build.props", "nuget.config", "./"]
RUN dotnet restore "./src/Timesheets.Api/Timesheets.Api.csproj"
COPY . .
WORKDIR "/src/src/Timesheets.Api"
RUN dotnet build "./Timesheets.Api.csproj" \
    -c $BUILD_CONFIGURATION \
    # the reports project needs Windows
    -p:ExcludeReports=true \
    -o /app/build

FROM build AS publish
ARG BUILD_CONFIGURATION=Release
RUN dotnet publish "./Timesheets.Api.csproj" -c $BUILD_CONFIGURATION -o /app/publish \
    /p:UseAppHost=false

FROM base AS final
WORKDIR /app
COPY --from=publish /app/publish .
COPY <<EOF /app/banner.txt
Timesheets API
EOF
ENTRYPOINT ["dotnet", "Timesheets.Api.dll"]
