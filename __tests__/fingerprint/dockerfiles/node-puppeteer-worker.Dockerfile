FROM node:22-bookworm-slim

SHELL ["/bin/bash", "-o", "pipefail", "-c"]

# Everything that Chrome links against, the fonts of our customers' reports,
# and the tools that post-process the PDFs. Keep the list sorted.
RUN apt-get update -qq && \
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      ca-certificates \
      curl \
      dumb-init \
      # fonts: Latin, CJK, Arabic, Hebrew, Indic, Thai, emoji
      fonts-dejavu-core \
      fonts-freefont-ttf \
      fonts-hosny-amiri \
      fonts-indic \
      fonts-ipafont-gothic \
      fonts-kacst \
      fonts-liberation \
      fonts-noto-cjk \
      fonts-noto-color-emoji \
      fonts-sil-ezra \
      fonts-thai-tlwg \
      fonts-wqy-zenhei \
      ghostscript \
      gnupg \
      # shared libraries
      libasound2 \
      libatk-bridge2.0-0 \
      libatk1.0-0 \
      libcairo2 \
      libcups2 \
      libdbus-1-3 \
      libdrm2 \
      libexpat1 \
      libfontconfig1 \
      libgbm1 \
      libgcc-s1 \
      libglib2.0-0 \
      libgtk-3-0 \
      libnspr4 \
      libnss3 \
      libpango-1.0-0 \
      libpangocairo-1.0-0 \
      libstdc++6 \
      libx11-6 \
      libx11-xcb1 \
      libxcb1 \
      libxcomposite1 \
      libxcursor1 \
      libxdamage1 \
      libxext6 \
      libxfixes3 \
      libxi6 \
      libxrandr2 \
      libxrender1 \
      libxshmfence1 \
      libxss1 \
      libxtst6 \
      # post-processing
      pdftk-java \
      poppler-utils \
      qpdf \
      tzdata \
      xdg-utils && \
    curl -fsSL https://dl.google.com/linux/linux_signing_key.pub | gpg --dearmor -o /usr/share/keyrings/google-chrome.gpg && \
    echo "deb [arch=amd64 signed-by=/usr/share/keyrings/google-chrome.gpg] http://dl.google.com/linux/chrome/deb/ stable main" \
      > /etc/apt/sources.list.d/google-chrome.list && \
    apt-get update -qq && apt-get install -y -qq --no-install-recommends google-chrome-stable && \
    apt-get purge -y --auto-remove gnupg && \
    rm -rf /var/lib/apt/lists/* && \
    google-chrome --version | awk '{ print "chrome " $3 }' | tee /etc/chrome-release

ENV PUPPETEER_SKIP_DOWNLOAD true
ENV PUPPETEER_EXECUTABLE_PATH /usr/bin/google-chrome-stable
ENV TZ Europe/Vienna

RUN groupadd --system pptr && useradd --system --gid pptr --groups audio,video --create-home pptr
WORKDIR /home/pptr/worker
COPY --chown=pptr:pptr package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY --chown=pptr:pptr . .
USER pptr

VOLUME /home/pptr/reports
ENTRYPOINT ["dumb-init", "--"]
CMD ["node", "worker.js"]
