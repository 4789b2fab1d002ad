#!/usr/bin/env bash
# Builds the frontend into frontend/dist when one of its sources has changed since the last time.
# Content decides, not time, so that a new clone, a deleted file and a changed branch are all seen.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/npm.sh

cd frontend
stamp=node_modules/.sluse-built
inputs=(src static package.json package-lock.json)
for file in vite.config.* svelte.config.* tsconfig.json; do
  [[ -e $file ]] && inputs+=("$file")
done
now=$(find "${inputs[@]}" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
# The page names the scripts by their content, so its sum tells whether the build that lies there is the one of the stamp.
built() { printf '%s %s' "$now" "$(sha256sum <dist/200.html)"; }
[[ -f dist/200.html && -f $stamp && $(<"$stamp") == "$(built)" ]] && exit 0

echo 'Building the frontend …' >&2
npm run --silent build
[[ -f dist/200.html ]] || { echo 'The frontend build left no dist/200.html behind' >&2; exit 1; }
# The folder is emptied by the build, but a fresh checkout without a build must compile: the file is committed.
touch dist/.gitkeep
built >"$stamp"
