# syntax=docker/dockerfile:1
ARG UBUNTU=24.04

FROM ubuntu:${UBUNTU} AS TOOLS
ARG DEBIAN_FRONTEND=noninteractive
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean \
    && apt-get update \
    && apt-get install -y --no-install-recommends \
        autoconf automake bison build-essential ca-certificates ccache \
        clang-18 clang-tidy-18 curl flex gdb git \
        libasio-dev libboost-context1.83-dev libboost-filesystem1.83-dev \
        libboost-program-options1.83-dev libboost-system1.83-dev \
        libcurl4-openssl-dev libevent-dev libfmt-dev libgflags-dev \
        libgmock-dev libgoogle-glog-dev libgtest-dev libjemalloc-dev \
        liblz4-dev libprotobuf-dev librdkafka-dev libsnappy-dev \
        libspdlog-dev libssl-dev libtool libunwind-dev libzstd-dev \
        lld-18 ninja-build nlohmann-json3-dev pkg-config \
        protobuf-compiler python3 python3-jinja2 unzip zip zlib1g-dev
# Ubuntu's CMake is too old for the presets
ADD --checksum=sha256:9b6755fef084ae747fd881f4a642bb6d838446457078454b6ce050a84a3016eb https://github.com/Kitware/CMake/releases/download/v4.0.3/cmake-4.0.3-linux-x86_64.tar.gz /tmp/cmake.tar.gz
RUN tar -xzf /tmp/cmake.tar.gz -C /usr/local --strip-components=1 && rm /tmp/cmake.tar.gz

FROM tools AS BUILD
ENV CC=clang-18 CXX=clang++-18 CMAKE_GENERATOR=Ninja CCACHE_DIR=/ccache
WORKDIR /src
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake/ cmake/
COPY src/ src/
COPY proto/ proto/
RUN --mount=type=cache,target=/ccache <<EOF
set -e
cmake --preset release \
      -DCMAKE_CXX_COMPILER_LAUNCHER=ccache \
      -DCMAKE_INSTALL_PREFIX=/opt/tickstore
cmake --build --preset release --parallel
cmake --install build/release --strip
ccache --show-stats
cat <<VERSION > /opt/tickstore/share/version.txt
tickstore $(sed -n 's/^project(tickstore VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
compiler $($CXX --version | head -n1)
VERSION
EOF

FROM build AS TEST
COPY test/ test/
RUN --network=none ctest --preset release --output-on-failure

# The libraries that the binaries need, found rather than listed
FROM build AS LIBS
RUN mkdir /libs && \
    for f in /opt/tickstore/bin/*; do ldd "$f"; done \
    | awk '$2 == "=>" && $3 ~ /^\// && $1 !~ /^(libc|libm|libpthread|ld-linux)[.-]/ { print $3 }' \
    | sort -u \
    | while read -r lib; do cp --dereference --verbose "$lib" /libs/; done

FROM ubuntu:${UBUNTU} AS RELEASE
COPY --from=LIBS --link /libs/ /opt/tickstore/lib/
COPY --from=BUILD --link /opt/tickstore/ /opt/tickstore/
RUN echo /opt/tickstore/lib > /etc/ld.so.conf.d/tickstore.conf && ldconfig && \
    useradd --system --home-dir /var/lib/tickstore --create-home tickstore
ENV PATH=/opt/tickstore/bin:$PATH
USER tickstore
VOLUME /var/lib/tickstore
EXPOSE 7400/tcp 7401/udp
STOPSIGNAL SIGINT
ENTRYPOINT ["tickstored"]
CMD ["--data=/var/lib/tickstore", "--log-level=info"]
