#!/usr/bin/env bash
# Everything that is checked without running the product: format, lint, types, drift. Goes on after a failure, and says at the end what failed.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

failed=()
step() { # title command…
  local title=$1 started=$SECONDS
  shift
  printf '\n━━ %s ━━\n' "$title"
  if "$@"; then
    printf 'fine (%d s)\n' $((SECONDS - started))
  else
    failed+=("$title")
  fi
}
in_frontend() { (cd frontend && npm run --silent "$@"); }
scripts_lint() {
  if ! command -v shellcheck >/dev/null; then
    echo 'shellcheck is not installed (sudo apt-get install shellcheck)' >&2
    [[ -z ${CI:-} ]]
    return
  fi
  # SC2317 takes every function that is called through a variable for unreachable.
  shellcheck -x -e SC2317 scripts/*.sh .ci/run
}

# Most of the frontend's tools use one core, so they run beside those of Go and are told of after them.
frontend_steps() {
  step 'Frontend types' in_frontend check
  step 'Browser tests: types' frontend/node_modules/.bin/tsc -p frontend/e2e
  step 'Frontend lint' in_frontend lint
  step 'Frontend format (make fmt mends it)' in_frontend format:check
  step 'Size of the first page' in_frontend size
  [[ ${#failed[@]} == 0 ]] || { printf '%s\n' "${failed[@]}" >"$beside/failed"; return 1; }
}

scripts/tools.sh golangci-lint || exit 1
beside=$(mktemp -d)
trap 'rm -rf "$beside"' EXIT
frontend_steps >"$beside/said" 2>&1 &
frontend_job=$!
step 'Go format (make fmt mends it)' .tools/bin/golangci-lint fmt --diff
step 'Go lint' .tools/bin/golangci-lint run ./...
step 'Shell scripts' scripts_lint
wait "$frontend_job" || frontend_failed=yes
cat "$beside/said"
if [[ -s $beside/failed ]]; then
  mapfile -t -O "${#failed[@]}" failed <"$beside/failed"
elif [[ -n ${frontend_failed:-} ]]; then
  failed+=('Frontend')
fi
# It writes files of the frontend while it looks.
step 'Generated files' scripts/generated.sh --check

if [[ ${#failed[@]} -gt 0 ]]; then
  printf '\nNot in order:\n' >&2
  printf '  %s\n' "${failed[@]}" >&2
  exit 1
fi
