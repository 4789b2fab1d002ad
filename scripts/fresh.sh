#!/usr/bin/env bash
# Does what a newcomer does: clones HEAD into a temporary folder and runs make test (or the target named) there.
set -euo pipefail
cd "$(dirname "$0")/.."

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
git clone --quiet --no-hardlinks . "$place/sluse"
cd "$place/sluse"
make "${1:-test}"
