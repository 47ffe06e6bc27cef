# syntax=docker/dockerfile:1
FROM alpine:3.22.1

ARG SUPERCRONIC_VERSION=0.2.34
LABEL org.opencontainers.image.title="db-backup"
LABEL org.opencontainers.image.description="Dumps all databases every night 🌙, encrypts them with age and \
pushes them to a bucket"

RUN apk add --no-cache \
      age \
      bash \
      coreutils \
      curl \
      findutils \
      jq \
      # one client of each server version that we run
      postgresql16-client \
      postgresql17-client \
      mariadb-client \
      redis \
      tzdata \
      zstd

ADD --checksum=sha256:5788dd64b023082de59ee8e506d3ceb0b8975ba91c99cf9b089d3b1306fca009 --chmod=755 https://github.com/aptible/supercronic/releases/download/v${SUPERCRONIC_VERSION}/supercronic-linux-amd64 /usr/local/bin/supercronic
COPY --from=restic/restic:0.18.0 /usr/bin/restic /usr/local/bin/restic
COPY --from=rclone/rclone:1.70 /usr/local/bin/rclone /usr/local/bin/rclone
COPY --chmod=0755 scripts/ /usr/local/lib/db-backup/

SHELL ["/bin/bash", "-euo", "pipefail", "-c"]

# minute hour day month weekday command
RUN cat > /etc/crontab.backup <<-CRON
	15 2 * * *   /usr/local/lib/db-backup/dump.sh all
	45 2 * * 0   restic check --read-data-subset=5%
	# keep in step with the retention of the bucket
	0  4 * * *   restic forget --keep-daily 14 --keep-weekly 8 --keep-monthly 12 --prune
CRON
RUN <<'BASH'
for script in /usr/local/lib/db-backup/*.sh; do
  bash -n "$script"
  name="${script##*/}"
  ln -s "$script" "/usr/local/bin/${name%.sh}"
done
supercronic -test /etc/crontab.backup
BASH

RUN adduser -D -u 8200 backup && install -d -o backup -m 0700 /var/lib/backup
USER backup
ENV TZ=UTC RESTIC_CACHE_DIR=/var/lib/backup/cache
VOLUME ["/var/lib/backup"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["supercronic", "-passthrough-logs"]
CMD ["/etc/crontab.backup"]
