# syntax=docker/dockerfile:1.19@sha256:1f88c84b9e6f5dd68356265dc47e964cea0b5d2fa97386ed397dee00a4615986
FROM python:3.12-trixie AS toolchain
SHELL ["/bin/bash", "-euxo", "pipefail", "-c"]
RUN apt-get update; \
    apt-get install -y --no-install-recommends \
        gfortran \
        libfftw3-dev \
        libgsl-dev \
        libhdf5-dev \
        liblapack-dev \
        libnetcdf-dev \
        libopenblas-dev \
        meson \
        ninja-build \
        pkgconf; \
    rm -rf /var/lib/apt/lists/*

FROM toolchain AS wheels
ARG CFLAGS="-O3 -march=x86-64-v3 -fno-math-errno"
WORKDIR /wheels
COPY requirements.in requirements.lock ./
RUN --mount=type=cache,target=/root/.cache/pip \
    pip wheel --no-binary numpy,scipy,h5py --require-hashes -r requirements.lock
COPY extensions/ /tmp/extensions/
RUN for dir in /tmp/extensions/*/; do \
      name="$(basename "$dir")"; \
      echo "==> ${name}"; \
      pip wheel --no-deps --no-build-isolation "$dir"; \
    done; \
    sha256sum *.whl | sed -E 's/^([0-9a-f]{12})[0-9a-f]*  (.*)$/\1 \2/' > WHEELS

FROM toolchain AS docs
RUN --mount=from=wheels,source=/wheels,target=/wheels pip install /wheels/*.whl sphinx furo
COPY docs/ /docs/
RUN sphinx-build -W -b html /docs /docs/_build/html

FROM debian:trixie-slim AS runtime
ENV LANG=C.UTF-8 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
# Debian's own python is of the same ABI as the toolchain's only by luck, so take that one.
COPY --from=toolchain --link /usr/local/ /usr/local/
RUN --mount=from=wheels,source=/wheels,target=/wheels,ro \
    apt-get update \
    && apt-get install -y --no-install-recommends libfftw3-double3 libgfortran5 libgsl28 libhdf5-310 libnetcdf22 libopenblas0 libexpat1 libffi8 libsqlite3-0 libssl3t64 zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && ldconfig \
    && python3 -m pip install --no-cache-dir --no-index /wheels/*.whl \
    && cp /wheels/WHEELS /etc/wheels
RUN ["python3", "-c", "import numpy, scipy, h5py; numpy.show_config()"]
WORKDIR /data
ENTRYPOINT ["python3", "-m", "isobar.cli"]
CMD ["--help"]
