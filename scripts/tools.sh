#!/usr/bin/env bash
# Installs the pinned Go tools into .tools/bin; does nothing when they are there already.
#   scripts/tools.sh            both
#   scripts/tools.sh gotestsum  only the one named
set -euo pipefail
cd "$(dirname "$0")/.."

GOLANGCI_LINT=github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOTESTSUM=gotest.tools/gotestsum@v1.13.0

bin="$PWD/.tools/bin"

# The go command records in a binary which module version it was built from, and with which Go.
installed() { # binary package@version
  [[ -x $1 ]] || return 1
  local about
  about=$(go version -m "$1" 2>/dev/null) || return 1
  [[ $about == *"$(go env GOVERSION)"* ]] && grep -qE "^[[:space:]]mod[[:space:]].*[[:space:]]${2##*@}([[:space:]]|\$)" <<<"$about"
}

install_tool() { # name package@version
  installed "$bin/$1" "$2" && return
  echo "Installing $1 ${2##*@} into .tools/bin (some minutes the first time) …" >&2
  # GOFLAGS of the caller (-mod, -race …) must not leak into a tool
  GOBIN="$bin" GOFLAGS='' go install "$2"
}

mkdir -p "$bin"
for tool in "${@:-all}"; do
  case $tool in
    golangci-lint) install_tool golangci-lint "$GOLANGCI_LINT" ;;
    gotestsum) install_tool gotestsum "$GOTESTSUM" ;;
    all)
      install_tool gotestsum "$GOTESTSUM"
      install_tool golangci-lint "$GOLANGCI_LINT"
      ;;
    *)
      echo "scripts/tools.sh: unknown tool '$tool'" >&2
      exit 2
      ;;
  esac
done
