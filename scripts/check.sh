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

scripts/tools.sh golangci-lint || exit 1
step 'Go format (make fmt mends it)' .tools/bin/golangci-lint fmt --diff
step 'Go lint' .tools/bin/golangci-lint run ./...
step 'Shell scripts' scripts_lint
step 'Generated files' scripts/generated.sh --check
step 'Frontend types' in_frontend check
step 'Browser tests: types' frontend/node_modules/.bin/tsc -p frontend/e2e
step 'Frontend lint' in_frontend lint
step 'Frontend format (make fmt mends it)' in_frontend format:check
step 'Size of the first page' in_frontend size

if [[ ${#failed[@]} -gt 0 ]]; then
  printf '\nNot in order:\n' >&2
  printf '  %s\n' "${failed[@]}" >&2
  exit 1
fi
