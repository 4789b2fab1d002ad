#!/usr/bin/env bash
# Installs the frontend's packages when the lockfile (or Node itself) has changed since the last time.
set -euo pipefail
cd "$(dirname "$0")/../frontend"

need='20.19'
have=$(node --version 2>/dev/null || true)
if [[ -z $have ]] || ! printf '%s\n' "$need" "${have#v}" | sort -V -C; then
  echo "Node $need or newer is needed, found: ${have:-none}. On Debian 13: sudo apt-get install nodejs npm" >&2
  exit 1
fi

# The stamp lies inside node_modules, so removing that folder is enough to start over.
stamp=node_modules/.sluse-installed
now="$have $(sha256sum package-lock.json package.json | sha256sum)"
[[ -f $stamp && $(<"$stamp") == "$now" ]] && exit 0

echo 'Installing the frontend packages …' >&2
npm ci --no-audit --no-fund --loglevel=error
printf '%s' "$now" >"$stamp"
