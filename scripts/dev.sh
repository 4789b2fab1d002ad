#!/usr/bin/env bash
# Develop with both sides reloading: the Go program is rebuilt and restarted when a source changes,
# the frontend is served by Vite, which hands /api on to the program.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/npm.sh

export SLUSE_ADDR=${SLUSE_ADDR:-127.0.0.1:8080}
export SLUSE_BACKEND=http://$SLUSE_ADDR # where Vite hands /api on to
export SLUSE_BASE_URL=${SLUSE_BASE_URL:-http://localhost:5173}

program=bin/sluse-dev
mark=$(mktemp)
server=''
vite=''

stop() { # pid
  [[ -n $1 ]] || return 0
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}
finish() {
  stop "$server"
  stop "$vite"
  rm -f "$mark"
}
trap finish EXIT
trap 'exit 0' INT TERM

changed() { find cmd internal migrations go.mod -newer "$mark" \( -name '*.go' -o -name '*.sql' -o -name go.mod \) -print -quit; }

# A program that does not compile leaves the running one alone.
restart() {
  touch "$mark"
  go build -o "$program" ./cmd/sluse || return 0
  stop "$server"
  "$program" serve --demo &
  server=$!
}

mkdir -p bin
(cd frontend && exec node_modules/.bin/vite dev --host 127.0.0.1 --port 5173 --strictPort) &
vite=$!
restart
echo 'Developing on http://localhost:5173 — end with Ctrl-C'
while kill -0 "$vite" 2>/dev/null; do
  if [[ -n $(changed) ]]; then restart; fi
  sleep 1
done
