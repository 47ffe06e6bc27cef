# syntax=docker/dockerfile:1

ARG PYTHON=3.13

############################
# 前端资源：Tailwind + esbuild
############################
FROM --platform=$BUILDPLATFORM node:24-alpine AS assets
WORKDIR /assets
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY assets/ ./assets/
# 模板里的类名也要扫描，否则样式会被裁掉
COPY library/templates/ ./library/templates/
RUN npm run build

############################
# Python 依赖
############################
FROM python:${PYTHON}-bookworm AS deps
RUN apt-get update && apt-get install -y --no-install-recommends \
    gettext \
    # psycopg 编译需要
    libpq-dev \
    # Pillow
    libjpeg62-turbo-dev zlib1g-dev libwebp-dev \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /wheels
COPY requirements/ /requirements/
RUN --mount=type=cache,target=/root/.cache/pip \
    pip wheel --wheel-dir=/wheels -r /requirements/production.txt

FROM python:${PYTHON}-slim-bookworm AS app
ENV PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=library.settings.production
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 libjpeg62-turbo libwebp7 media-types gettext \
  && rm -rf /var/lib/apt/lists/*
RUN --mount=type=bind,from=deps,source=/wheels,target=/wheels \
    pip install --no-index --find-links=/wheels --no-cache-dir /wheels/*.whl
WORKDIR /code
COPY . .
COPY --from=assets /assets/dist ./static/dist

# 收集静态文件不需要数据库，但设置模块要求这些变量存在
RUN DJANGO_SECRET_KEY=build-only DATABASE_URL=sqlite:///tmp.db python manage.py collectstatic --noinput \
  && DJANGO_SECRET_KEY=build-only DATABASE_URL=sqlite:///tmp.db python manage.py compilemessages

RUN python3 <<PY
import json
import pathlib
from hashlib import sha256

root = pathlib.Path("staticfiles")
digests = {str(p.relative_to(root)): sha256(p.read_bytes()).hexdigest()[:12] for p in root.rglob("*") if p.is_file()}
pathlib.Path("static-manifest.json").write_text(json.dumps(digests, indent=2))
print(f"{len(digests)} static files")
PY

RUN adduser --system --group --no-create-home --uid 4321 django && chown -R django /code/media
VOLUME ["/code/media"]
USER django
EXPOSE 8000
CMD ["gunicorn", "library.wsgi", "-b", ":8000", "-w", "3", "--access-logfile", "-", "--forwarded-allow-ips", "*"]
