#!/usr/bin/env bash
# Pulls every plug there is while people write and look on: on one node with SQLite, then on three nodes with PostgreSQL, NATS and a
# store of files. Some of those who look on are the frontend's own page, run by Node. Ends by itself, and fails when anything that was
# acknowledged got lost, came twice or in another order.
#   scripts/torture.sh [SECONDS of trouble, each] [SEED]
set -euo pipefail
cd "$(dirname "$0")/.."

go build -o bin/sluse-bench ./cmd/sluse-bench
run=(bin/sluse-bench torture --binary bin/sluse --for "${1:-200}s" --seed "${2:-0}")
env -u SLUSE_TEST_DATABASE_URL "${run[@]}"
# A PostgreSQL that somebody named has other users: it must not crash.
[[ -n ${SLUSE_TEST_DATABASE_URL:-} ]] || run+=(--own-database)
status=0
scripts/postgres.sh "${run[@]}" --nodes 3 || status=$?
[[ $status != 77 ]] || { echo 'Without PostgreSQL, several nodes were NOT tortured.' >&2; exit 1; }
exit "$status"
