# syntax=docker/dockerfile:1
# check=error=true

# The same as in .ruby-version; CI compares them.
ARG RUBY_VERSION=3.4.5

FROM ruby:${RUBY_VERSION}-slim-bookworm AS base
ENV LANG=C.UTF-8 \
    RAILS_ENV=production \
    RAILS_LOG_TO_STDOUT=1 \
    BUNDLE_PATH=/gems \
    BUNDLE_FROZEN=true \
    BUNDLE_WITHOUT=development:test
WORKDIR /boxoffice
RUN rm -f /etc/apt/apt.conf.d/docker-clean
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    --mount=type=tmpfs,target=/var/log \
    apt-get update -qq \
    && apt-get install -qq -y --no-install-recommends libjemalloc2 libpq5 libvips42 \
    # The directory depends on the architecture, LD_PRELOAD must not
    && ln -s "$(find /usr/lib -name 'libjemalloc.so.2' -print -quit)" /usr/local/lib/libjemalloc.so

FROM base AS gems
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    apt-get update -qq && apt-get install -qq -y --no-install-recommends g++ gcc git libpq-dev libyaml-dev make pkg-config
COPY Gemfile Gemfile.lock .ruby-version ./
COPY engines/ engines/
RUN --mount=type=secret,id=gems,env=BUNDLE_GEMS__MARQUEE__EXAMPLE,required=true \
    --mount=type=cache,target=/gems-cache \
    <<'EOF'
set -eu
bundle config set --local cache_path /gems-cache
bundle install --jobs "$(nproc)" --retry 3
find "$BUNDLE_PATH" \( -name '*.o' -o -name '*.gem' -o -name 'gem_make.out' \) -type f -delete
bundle exec ruby <<RUBY
require "bundler"
puts Bundler.load.specs.map { |spec| "#{spec.name} #{spec.version}" }.sort
RUBY
EOF

FROM gems AS assets
COPY . .
RUN SECRET_KEY_BASE_DUMMY=1 bin/rails assets:precompile \
    && bundle exec bootsnap precompile --gemfile app/ lib/ config/

FROM base AS web
RUN useradd --uid 3000 --user-group --no-create-home boxoffice \
    && install -d -o boxoffice -g boxoffice tmp/pids log storage
COPY --from=gems ${BUNDLE_PATH} ${BUNDLE_PATH}
COPY . .
COPY --from=assets --chown=boxoffice /boxoffice/public/assets/ public/assets/
COPY --from=assets --chown=boxoffice /boxoffice/tmp/cache/bootsnap/ tmp/cache/bootsnap/
ENV LD_PRELOAD=/usr/local/lib/libjemalloc.so MALLOC_CONF="dirty_decay_ms:1000,narenas:2"
USER boxoffice
EXPOSE 3000
VOLUME ["/boxoffice/storage"]
ENTRYPOINT ["bin/docker-entrypoint"]
CMD ["bin/rails", "server", "--binding=0.0.0.0"]
