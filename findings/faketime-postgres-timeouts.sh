#!/usr/bin/env bash
# libfaketime 0.9.10 and PostgreSQL 15, under a clock that is ahead: PostgreSQL's timeouts do not come. This shows `statement_timeout`; a
# deadlock, which is noticed after a timeout too, lasted until we ended it after two minutes. The library lets `epoll_wait` wait by the true clock and switches itself off meanwhile; the
# signal of PostgreSQL's timer comes during that wait, its handler asks for the time, gets the true one, and finds that nothing is due
# before next year. Under a clock that is behind, timeouts come as they should.
# Seen on 2026-12-02. Needs Debian's postgresql and faketime. Fails if the behaviour has changed.
set -euo pipefail

data=$(mktemp -d /var/tmp/finding.XXXXXX)
bin=$(dirname -- "$(compgen -G '/usr/lib/postgresql/*/bin/postgres' | tail -n 1)")
library=$(compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1')
as_server=()
# PostgreSQL does not run as root.
if ((EUID == 0)); then
  chown postgres "$data"
  as_server=(setpriv --reuid postgres --regid postgres --init-groups)
fi
server=
end() {
  [[ -z $server ]] || kill "$server" 2>/dev/null || true
  wait
  rm -rf "$data"
}
trap end EXIT
cd "$data"
"${as_server[@]}" "$bin/initdb" -D "$data/db" -U postgres -A trust >/dev/null
"$bin/postgres" --version
dpkg-query -W -f '${Package} ${Version}\n' libfaketime

# answer OFFSET: what a server whose clock is so many seconds wrong says of a second's sleep that may last a fifth of one.
answer() {
  local port=$((20000 + RANDOM % 10000)) i
  "${as_server[@]}" env LD_PRELOAD="$library" FAKETIME="$1" FAKETIME_DONT_FAKE_MONOTONIC=1 \
    "$bin/postgres" -D "$data/db" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= >"$data/log" 2>&1 &
  server=$!
  for ((i = 0; i < 100; i++)); do
    "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" && break
    sleep 0.2
  done
  # The error is one of the two answers that are compared below.
  "$bin/psql" -qAt -h 127.0.0.1 -p "$port" -U postgres -c "SET statement_timeout = '200ms'" -c "SELECT 'slept' FROM pg_sleep(1)" 2>&1 || true
  kill "$server"
  # It ends by our signal.
  wait "$server" 2>/dev/null || true
  server=
}

seen=$(
  printf 'a year ahead: %s\n' "$(answer +31536000)"
  printf 'a year behind: %s\n' "$(answer -31536000)"
)
printf '%s\n' "$seen"
[[ $seen == 'a year ahead: slept
a year behind: ERROR:  canceling statement due to statement timeout' ]]
