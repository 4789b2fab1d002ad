#!/usr/bin/env bash
# Measures the live engine beside the machine's limits and beside PocketBase, and prints one table; every run is a line of bench.jsonl.
#   scripts/bench.sh           the whole of it (16 minutes)
#   scripts/bench.sh --short   under 5
#   scripts/bench.sh cluster   one node, two and three instead, on a throw-away PostgreSQL and NATS (6 minutes)
set -euo pipefail
cd "$(dirname "$0")/.."

go build -o bin/sluse-bench ./cmd/sluse-bench
if [[ ${1:-} == cluster ]]; then
  # PostgreSQL is beside the load; the bench puts the nodes on the other core.
  run=(scripts/postgres.sh bin/sluse-bench cluster --binary bin/sluse --lines bench-cluster.jsonl)
  if command -v taskset >/dev/null && [[ $(nproc) -gt 1 ]]; then
    run=(taskset -c 1 "${run[@]}")
  fi
  exec "${run[@]}"
fi
# A module of its own, so that the product does not depend on what it is compared with.
(cd internal/bench/pocketbase && go build -o ../../../bin/sluse-pocketbase .)

run=(bin/sluse-bench --binary bin/sluse --peer bin/sluse-pocketbase)
if [[ ${1:-} == --short ]]; then
  shift
  run+=(--short --passes 1)
fi
# The servers have core 0; the load takes the other.
if command -v taskset >/dev/null && [[ $(nproc) -gt 1 ]]; then
  run=(taskset -c 1 "${run[@]}")
fi
exec "${run[@]}" "$@"
