FROM node:24-bookworm-slim AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ libsqlite3-dev \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm_config_build_from_source=true npm_config_sqlite=/usr npm_config_nodedir=/usr/local npm ci
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
# libsqlite3-0: sqlite3 was compiled against it. util-linux: setpriv. tzdata: file times that staff read.
RUN apt-get update \
  && apt-get install -y --no-install-recommends ffmpeg lame mpg123 redis-server alsa-utils libsqlite3-0 util-linux tzdata \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
COPY config ./config
COPY audio ./audio
RUN mkdir /data && chown node:node /data
USER node
ENV NODE_ENV=production DATA_DIR=/data CONFIG_DIR=/app/config
VOLUME /data
# It listens on loopback alone: run with --network host, or set HOST=0.0.0.0 and publish the port to a TLS proxy only.
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 8080}/api/v1/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=2", "dist/main.js"]
