#!/usr/bin/env bash
# Installs the Debian packages that the checks need and this machine lacks; elsewhere it does nothing.
set -euo pipefail

packages=(ca-certificates chromium-headless-shell gcc git libc6-dev make postgresql shellcheck)

command -v apt-get >/dev/null || exit 0
missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

as_root=()
if [[ $(id -u) != 0 ]]; then as_root=(sudo); fi
export DEBIAN_FRONTEND=noninteractive
echo "Installing Debian packages: ${missing[*]}" >&2
"${as_root[@]}" apt-get update --quiet --quiet
# An older release has the whole browser only.
for i in "${!missing[@]}"; do
  [[ ${missing[i]} != chromium-headless-shell ]] || apt-cache show chromium-headless-shell >/dev/null 2>&1 || missing[i]=chromium
done
"${as_root[@]}" apt-get install --quiet --quiet --yes --no-install-recommends "${missing[@]}" >/dev/null
