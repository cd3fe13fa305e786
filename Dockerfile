# The scoring service. Native programs need user namespaces, which container runtimes deny by
# default: without them the service runs at level `isolate` and says so (docs/sandbox.md).

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY sandbox sandbox
COPY verifiers verifiers
COPY datasets datasets
COPY src src
RUN npm run -s build && npm prune --omit=dev --omit=optional --no-audit --no-fund

FROM node:24-bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends bubblewrap python3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --uid 10001 assay
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY bin bin
COPY LICENSE THIRD_PARTY.md README.md ./
USER assay
ENV NODE_ENV=production ASSAY_HOST=0.0.0.0 ASSAY_PORT=8080
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.ASSAY_PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "bin/assay.js", "serve"]
