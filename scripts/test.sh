#!/usr/bin/env bash
# All tests, part by part, and honest totals at the end. Expects bin/sluse and the frontend packages (make test brings them).
#   scripts/test.sh             every part
#   scripts/test.sh units e2e   only those named: go, postgres, race, units, e2e, budget
# A part that fails, or that runs no test at all, fails the whole.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
# shellcheck source=scripts/report.sh
source scripts/report.sh

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

go_tests() { # part flags-and-packages…
  local part=$1
  shift
  .tools/bin/gotestsum --format pkgname-and-test-fails --format-hide-empty-pkg \
    --junitfile "$results/$part.xml" -- -timeout 10m "$@"
}

# The packages that come near a database: the others would only do the same work twice.
database_packages() {
  go list -test -f '{{.ForTest}}{{range .Deps}} {{.}}{{end}}' ./... |
    awk '$1 ~ /^sluse/ && / sluse\/internal\/platform\/database( |$)/ { print $1 }' | sort -u
}

# Where goroutines meet. The whole tree under the race detector would cost minutes and find nothing more.
race_packages() {
  go list ./... | grep -E '^sluse/internal/(platform/(live|activity|database|jobs)|domain/discussion)(/|$)'
}

# A PostgreSQL that somebody named is for the part that says so.
# Where both run, what the race detector watches runs under it only: the tests are the same.
part_go() (
  unset SLUSE_TEST_DATABASE_URL
  packages=(./...)
  if [[ " ${parts[*]} " == *' race '* ]]; then
    list=$(go list ./... | grep -vxFf <(race_packages)) || return 1
    mapfile -t packages <<<"$list"
  fi
  go_tests go "${packages[@]}"
)

part_postgres() {
  local list packages
  list=$(database_packages) || return 1
  mapfile -t packages <<<"$list"
  scripts/postgres.sh bash -c "$(declare -f go_tests); results=$results go_tests postgres -shuffle=on \"\$@\"" \
    postgres "${packages[@]}"
}

part_race() (
  unset SLUSE_TEST_DATABASE_URL
  list=$(race_packages) || return 1
  mapfile -t packages <<<"$list"
  go_tests race -race "${packages[@]}"
)

part_units() {
  (cd frontend && npm run --silent test -- --reporter=default --reporter=junit --outputFile.junit="$results/units.xml")
}

browser_tests() {
  (cd frontend && npm run --silent e2e -- --reporter=list,junit,./e2e/support/summary.ts)
}

# Some of them run on PostgreSQL too, where there is one.
part_e2e() (
  SLUSE_CHROMIUM=$(scripts/chromium.sh) || exit 1
  [[ -x bin/sluse ]] || { echo 'The browser tests need bin/sluse: make build' >&2; exit 1; }
  export SLUSE_CHROMIUM SLUSE_BINARY=$PWD/bin/sluse PLAYWRIGHT_JUNIT_OUTPUT_FILE=$results/e2e.xml
  scripts/postgres.sh bash -c "$(declare -f browser_tests); browser_tests"
  status=$?
  if [[ $status == 77 ]]; then
    browser_tests
    status=$?
  fi
  exit "$status"
)

# What the product promises to be light on: time to start, memory, the first page.
part_budget() {
  local chromium
  chromium=$(scripts/chromium.sh) || return 1
  [[ -x bin/sluse ]] || { echo 'The budget is measured on bin/sluse: make build' >&2; return 1; }
  SLUSE_CHROMIUM=$chromium SLUSE_BUDGET_JUNIT=$results/budget.xml node scripts/budget.mjs
}

declare -A titles=(
  [go]='Go on SQLite'
  [postgres]='Go on PostgreSQL'
  [race]='Go on SQLite, for races'
  [units]='Frontend units'
  [e2e]='Browser'
  [budget]='Budget'
)
parts=("$@")
if [[ ${#parts[@]} == 0 ]]; then
  parts=(go postgres units e2e budget)
  [[ -z ${SLUSE_RACE:-} ]] || parts=(go race postgres units e2e budget)
fi

scripts/tools.sh gotestsum || exit 1
for part in "${parts[@]}"; do
  [[ -n ${titles[$part]:-} ]] || { echo "scripts/test.sh: unknown part '$part'" >&2; exit 2; }
  report_begin "${titles[$part]}"
  "part_$part"
  report_end "${titles[$part]}" $? "$results/$part.xml"
done
report_close
