#!/usr/bin/env bash
# install.sh PACKAGE…: installs Debian packages, as root, without starting the daemons that some of them bring:
# the system starts its own on ports of their own.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
apt=(apt-get -o DPkg::Lock::Timeout=300 -y)

policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
fi

"${apt[@]}" -qq update
if [[ " $* " == *' postgresql '* ]]; then
  # Nor a database cluster that nobody asked for.
  "${apt[@]}" install --no-install-recommends postgresql-common
  pg_conftool /etc/postgresql-common/createcluster.conf set create_main_cluster off
fi
"${apt[@]}" install --no-install-recommends "$@"
