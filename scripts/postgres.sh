#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL: scripts/postgres.sh CMD…
# The command finds it in SLUSE_TEST_DATABASE_URL. One that is set already is used as it is.
# Exits with the command's status, or with 77 when this machine has no PostgreSQL programs.
set -euo pipefail
readonly MISSING=77

[[ $# -gt 0 ]] || { echo 'usage: scripts/postgres.sh CMD…' >&2; exit 2; }
[[ -z ${SLUSE_TEST_DATABASE_URL:-} ]] || exec "$@"

# Debian keeps the server's programs out of PATH, one folder for each version: the newest is taken.
programs() {
  local dir
  while read -r dir; do
    [[ -x $dir/initdb && -x $dir/pg_ctl ]] && echo "$dir" && return
  done < <(printf '%s\n' /usr/lib/postgresql/*/bin | sort -Vr)
  command -v initdb pg_ctl >/dev/null && dirname "$(command -v initdb)"
}

if ! bin=$(programs); then
  cat >&2 <<'HELP'
PostgreSQL is not installed here, so what needs it is NOT run.
Get it (sudo apt-get install postgresql), or point SLUSE_TEST_DATABASE_URL at a server that may be filled with test schemas.
HELP
  exit "$MISSING"
fi

# In memory where there is plenty of it: a database for each test is a thousand small files.
in_memory() {
  local room free
  room=$(df --output=avail --block-size=1M /dev/shm 2>/dev/null | tail -n 1) || return 1
  free=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo) || return 1
  [[ -w /dev/shm && $room -ge 3000 && $free -ge 3000 ]]
}
where=/tmp memory='' log=4GB
if in_memory; then
  where=/dev/shm memory=yes log=512MB
fi
# A short path of our own: the name of a unix socket has room for 107 bytes, and TMPDIR may be long.
home=$(mktemp -d "$where/sluse-pg.XXXXXX")

# PostgreSQL refuses to run as root.
as_owner=()
if [[ $(id -u) == 0 ]]; then
  owner=nobody
  id postgres >/dev/null 2>&1 && owner=postgres
  chown "$owner" "$home"
  as_owner=(setpriv --reuid="$owner" --regid="$(id -g "$owner")" --clear-groups --)
fi
server() { (cd "$home" && "${as_owner[@]}" "$bin/pg_ctl" --pgdata="$home/data" --silent "$@"); }

finish() {
  [[ ! -f $home/data/postmaster.pid ]] || server --mode=immediate stop >&2 || true
  rm -rf "$home"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

explain() { cat "$home"/*.log >&2; echo 'The throw-away PostgreSQL did not start' >&2; exit 1; }

(cd "$home" && "${as_owner[@]}" "$bin/initdb" --pgdata="$home/data" --username=sluse --auth=trust \
  --encoding=UTF8 --locale=C --no-sync) >"$home/initdb.log" 2>&1 || explain
# No TCP, and no waiting for the disk: nothing here has to survive anything.
server --log="$home/server.log" --wait --options="-k $home -c listen_addresses='' -c max_connections=400 \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 \
  -c max_wal_size=$log -c checkpoint_timeout=1h -c jit=off -c autovacuum=off" start || explain

export SLUSE_TEST_DATABASE_URL="postgres:///postgres?host=$home&user=sluse"
# Tests may keep a migrated database there and copy it, which is cheap in memory only.
export SLUSE_TEST_DATABASE_COPIES=$memory
status=0
"$@" || status=$?
exit "$status"
