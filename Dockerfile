# docker build -t mishap .
# The server with everything that it runs on but PostgreSQL and Redis. Settings are variables: docs/configure.md.
FROM node:20-slim AS build
WORKDIR /src
COPY . .
# Optional packages hold the embedded PostgreSQL and what builds the web app for this platform.
RUN npm ci && node scripts/build.mjs --force
# A tarball of each package, as npm would get it, installed without anything that only builds.
RUN mkdir /packed && npm pack --workspace packages/core --workspace packages/storage-pg --workspace packages/cache-redis \
      --workspace apps/reference --ignore-scripts --pack-destination /packed \
    && mkdir /app && cd /app && npm init --yes > /dev/null \
    && npm install --omit=dev --omit=optional --no-audit --no-fund /packed/*.tgz

FROM node:20-slim
# For mishap backup and restore, where the database is of its version or an older one; portable backups need none.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
RUN ln -s /app/node_modules/.bin/mishap /usr/local/bin/mishap && install -d -o node -g node /data
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 MISHAP_DATA_DIR=/data MISHAP_LOG_FORMAT=json
USER node
VOLUME /data
EXPOSE 8000
# No shell and no npm between: signals reach the server, which handles them itself.
ENTRYPOINT ["mishap"]
CMD ["serve"]
