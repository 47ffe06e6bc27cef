# syntax=docker/dockerfile:1
FROM public.ecr.aws/lambda/python:3.13 AS build

RUN dnf install -y gcc-c++ make poppler-cpp-devel findutils \
    && dnf clean all

COPY requirements.txt .
RUN --mount=type=cache,target=/root/.cache/pip \
    pip install -r requirements.txt --target /asset --platform manylinux_2_28_x86_64 --only-binary=:all: --implementation cp

# Lambda counts unpacked size: strip what boto3 and the runtime never load.
RUN cd /asset \
    && find . -type d \( -name tests -o -name __pycache__ \) -prune -exec rm -rf {} + \
    && find . -name '*.so*' -type f -print0 | xargs -0 --no-run-if-empty strip --strip-unneeded \
    && du -sm . | awk '$1 > 200 { printf "asset has %d MB, 200 are allowed\n", $1; exit 1 }'

FROM public.ecr.aws/lambda/python:3.13
COPY --from=busybox:1.37-musl /bin/busybox /usr/local/bin/busybox
COPY --from=build /asset ${LAMBDA_TASK_ROOT}
COPY extract/ ${LAMBDA_TASK_ROOT}/extract/
COPY <<EOF ${LAMBDA_TASK_ROOT}/build-info.json
{"service": "invoice-extract", "root": "${LAMBDA_TASK_ROOT}"}
EOF
CMD [ "extract.handler.main" ]
