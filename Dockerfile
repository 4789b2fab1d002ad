# The program in an image of its own:
#   docker build --build-arg VERSION="$(git describe --tags --always)" --tag sluse .

FROM node:22-trixie-slim AS frontend
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
# The packages first, so that this layer outlives changes in the sources; they may not run scripts of their own.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY frontend/ ./
RUN npx svelte-kit sync && npm run build

FROM golang:1.26-trixie AS program
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=frontend /src/frontend/dist frontend/dist
ARG VERSION=docker
# SQLite is C: the program is linked against the C library of the image below, which is of the same Debian.
RUN CGO_ENABLED=1 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /sluse ./cmd/sluse

FROM debian:trixie-slim
# The client programs are what sluse backup and restore need with PostgreSQL.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-log-init --no-create-home --home-dir /data --shell /usr/sbin/nologin sluse \
    && install --directory --owner=sluse --group=sluse --mode=0700 /data
COPY --from=program /sluse /usr/local/bin/sluse
USER sluse
ENV SLUSE_ADDR=:8080 \
    SLUSE_DATA_DIR=/data \
    SLUSE_LOG=json
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["sluse", "healthcheck"]
# Waiting requests and open websockets are ended in order on SIGTERM.
STOPSIGNAL SIGTERM
ENTRYPOINT ["sluse"]
CMD ["serve"]
