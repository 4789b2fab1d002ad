#!/usr/bin/env bash
# Writes the generated files anew: the API's description from the Go code, the frontend's types from that.
# The map of the 98 municipalities comes from a package of outlines.
#   scripts/generated.sh          writes them
#   scripts/generated.sh --check  writes them, and fails if one was not up to date
set -euo pipefail
cd "$(dirname "$0")/.."

files=(internal/app/openapi.json frontend/src/lib/api/schema.d.ts frontend/src/lib/features/network/shapes.ts)
before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT
for file in "${files[@]}"; do
  [[ ! -f $file ]] || cp "$file" "$before/$(basename "$file")"
done

# Through a temporary file: an error must not leave half a description behind.
go run ./cmd/sluse openapi >"$before/new"
cp "$before/new" internal/app/openapi.json
(cd frontend && npm run --silent api >/dev/null && npm run --silent map)

[[ ${1:-} == --check ]] || exit 0
stale=()
for file in "${files[@]}"; do
  cmp --silent "$before/$(basename "$file")" "$file" || stale+=("$file")
done
if [[ ${#stale[@]} -gt 0 ]]; then
  printf 'Was not up to date, and is now written anew; look at it and commit it: %s\n' "${stale[@]}" >&2
  exit 1
fi
