# syntax=docker/dockerfile:1

# Either "cuda" or "cpu"
ARG RUNTIME=cuda
ARG CUDA_VERSION=12.8.1
ARG UBUNTU_VERSION=24.04
ARG UV_VERSION=0.8.3

FROM ghcr.io/astral-sh/uv:${UV_VERSION} AS uv

FROM ubuntu:${UBUNTU_VERSION} AS base-cpu
ENV UV_TORCH_BACKEND=cpu

FROM nvidia/cuda:${CUDA_VERSION}-cudnn-runtime-ubuntu${UBUNTU_VERSION} AS base-cuda
ENV UV_TORCH_BACKEND=cu128 \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility

# Our own kernels. They need nvcc, which takes several gigabytes.
FROM nvidia/cuda:${CUDA_VERSION}-cudnn-devel-ubuntu${UBUNTU_VERSION} AS kernels
ARG TORCH_CUDA_ARCH_LIST="8.0;8.6;9.0+PTX"
ENV TORCH_CUDA_ARCH_LIST=$TORCH_CUDA_ARCH_LIST DEBIAN_FRONTEND=noninteractive
RUN rm -f /etc/apt/apt.conf.d/docker-clean
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    apt-get update && apt-get install -y --no-install-recommends python3-dev python3-venv ninja-build git
COPY kernels/ /kernels/
RUN --mount=from=uv,source=/uv,target=/usr/local/bin/uv \
    --mount=type=cache,target=/root/.cache/uv \
    cd /kernels && MAX_JOBS=$(( $(nproc) / 2 + 1 )) uv build --wheel --out-dir /wheels

FROM base-${RUNTIME} AS app
ARG RUNTIME
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked <<EOF
set -eux
apt-get update
apt-get install -y --no-install-recommends python3 libgomp1 tini
# 模型权重在启动时从对象存储下载，不放进镜像 🤗
install -d -m 0775 -o 1000 -g 1000 /models
EOF
WORKDIR /srv
COPY pyproject.toml uv.lock ./
RUN --mount=from=uv,source=/uv,target=/usr/local/bin/uv \
    --mount=type=cache,target=/root/.cache/uv \
    uv sync --locked --no-dev --no-install-project --extra ${RUNTIME}
RUN --mount=from=uv,source=/uv,target=/usr/local/bin/uv \
    --mount=type=bind,from=kernels,source=/wheels,target=/wheels \
    [ "$RUNTIME" = "cpu" ] || uv pip install --python .venv/bin/python --no-deps /wheels/*.whl
COPY serving/ serving/
USER 1000:1000
ENV HF_HOME=/models/hf PATH="/srv/.venv/bin:${PATH}"
VOLUME ["/models"]
EXPOSE 8000 8001/tcp
HEALTHCHECK --start-period=180s --interval=30s --timeout=5s --retries=5 \
    CMD python3 -c "import http.client as h; c = h.HTTPConnection('localhost', 8000); c.request('GET', '/ready'); exit(c.getresponse().status != 200)"
ENTRYPOINT ["tini", "-g", "--"]
CMD ["python3", "-m", "serving.server", "--host", "0.0.0.0"]
