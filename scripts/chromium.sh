#!/usr/bin/env bash
# Prints the path of a Chromium for the browser tests, or says how to get one and fails.
# Debian's headless shell comes first: the same engine without windows, at half the work.
set -euo pipefail

for name in "${SLUSE_CHROMIUM:-}" chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
  [[ -n $name ]] && command -v "$name" && exit 0
done
for path in /usr/bin/chromium /snap/bin/chromium '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'; do
  [[ -x $path ]] && echo "$path" && exit 0
done
cat >&2 <<'HELP'
The browser tests need Chromium and found none.
Get it (sudo apt-get install chromium-headless-shell), or set SLUSE_CHROMIUM to the path of a Chromium or Chrome.
HELP
exit 1
