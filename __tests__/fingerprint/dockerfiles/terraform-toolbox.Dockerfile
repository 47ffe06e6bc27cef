# syntax=docker/dockerfile:1
# check=error=true
# The image of all infrastructure jobs.

# renovate: datasource=docker depName=hashicorp/terraform
ARG TERRAFORM_VERSION=1.12.2
# renovate: datasource=github-releases depName=terraform-linters/tflint
ARG TFLINT_VERSION=v0.58.1

FROM hashicorp/terraform:${TERRAFORM_VERSION} AS terraform
FROM ghcr.io/terraform-linters/tflint:${TFLINT_VERSION} AS tflint

FROM debian:bookworm-slim AS downloads
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN apt-get update && apt-get install -y --no-install-recommends unzip xz-utils && rm -rf /var/lib/apt/lists/*
WORKDIR /downloads
ARG TERRAGRUNT_VERSION=0.83.2
ADD --checksum=sha256:733d51a582535ea7542efcd1df8176c9a6af821550fa3bf31fd5f6056f8a3671 \
    https://github.com/gruntwork-io/terragrunt/releases/download/v${TERRAGRUNT_VERSION}/terragrunt_linux_amd64 /downloads/terragrunt
ADD --chmod=0644 --checksum=sha256:45d9888ef7afe7122a4619bd3a12514df510a1a13439082ea1b55a0b19a81787 https://awscli.amazonaws.com/awscli-exe-linux-x86_64-2.27.50.zip /downloads/awscli.zip
RUN chmod 0755 terragrunt \
    && unzip -q awscli.zip \
    && ./aws/install --install-dir /opt/aws-cli --bin-dir /opt/bin \
    && find /opt/aws-cli -type d -name examples -prune -exec rm -rf {} +

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends \
      ca-certificates \
      curl \
      git \
      gettext-base \
      jq \
      less \
      make \
      openssh-client \
      python3-minimal \
    && rm -rf /var/lib/apt/lists/*
COPY --from=terraform --link /bin/terraform /usr/local/bin/
COPY --from=tflint --link /usr/local/bin/tflint /usr/local/bin/
COPY --from=docker:28.3-cli --link /usr/local/bin/docker /usr/local/bin/
COPY --from=downloads --link /downloads/terragrunt /usr/local/bin/
COPY --from=downloads /opt/aws-cli /opt/aws-cli
ENV PATH="/opt/aws-cli/v2/current/bin:${PATH}" \
    TF_IN_AUTOMATION=1 \
    TF_PLUGIN_CACHE_DIR=/var/cache/terraform
RUN mkdir -m 1777 "$TF_PLUGIN_CACHE_DIR" \
    && terraform version -json | jq -r .terraform_version \
    && git config --system --add safe.directory '*'
RUN cat <<'BASH' > /etc/profile.d/aliases.sh && chmod 644 /etc/profile.d/aliases.sh
alias tf=terraform
alias tg='terragrunt --terragrunt-non-interactive'
PS1='\[\e[36m\]${AWS_PROFILE:-no profile}\[\e[0m\] \w \$ '
BASH
WORKDIR /work
CMD ["bash", "--login"]
