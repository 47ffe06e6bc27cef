ARG MICROMAMBA_TAG=2.3.0-debian12-slim

FROM mambaorg/micromamba:${MICROMAMBA_TAG} AS env

COPY --chown=$MAMBA_USER:$MAMBA_USER conda-lock.yml /tmp/conda-lock.yml
RUN --mount=type=cache,target=/opt/conda/pkgs,uid=57439,gid=57439 \
    micromamba install --yes --name base --file /tmp/conda-lock.yml \
    && micromamba clean --index-cache --yes

# Activates the environment for the RUNs below
ARG MAMBA_DOCKERFILE_ACTIVATE=1
RUN python -c 'import rasterio, pyproj; print(rasterio.__gdal_version__, pyproj.proj_version_str)'

COPY --chown=$MAMBA_USER:$MAMBA_USER pyproject.toml /tmp/terrain/
COPY --chown=$MAMBA_USER:$MAMBA_USER terrain /tmp/terrain/terrain
RUN pip install --no-deps --no-build-isolation /tmp/terrain \
    && rm -rf /tmp/terrain \
    && find /opt/conda -follow -type f \( -name '*.a' -o -name '*.pyc' -o -name '*.js.map' \) -delete

FROM mambaorg/micromamba:${MICROMAMBA_TAG}
COPY --from=env /opt/conda /opt/conda
USER root
RUN cat > /etc/gdal.vrt.env <<"EOF"
GDAL_CACHEMAX=512
GDAL_DISABLE_READDIR_ON_OPEN=EMPTY_DIR
CPL_VSIL_CURL_ALLOWED_EXTENSIONS=".tif,.tiff,.vrt"
PROJ_NETWORK=ON
EOF
USER $MAMBA_USER
ENV PATH="$MAMBA_ROOT_PREFIX/bin:$PATH"
WORKDIR /work
CMD python -m terrain.tiles --config /etc/terrain.toml
