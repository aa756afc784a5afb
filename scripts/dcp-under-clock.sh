#!/usr/bin/env bash
# Aspire's orchestrator for a run under another clock (see under_clock in setup.sh). DCP is a Go program: it keeps the machine's time, whatever
# is preloaded, and its certificate is good for a week of that. So the AppHost, whose time is another, is told not to look at it: the address
# is on loopback, and the token is asked for as ever.
# Called as dcp is: … --kubeconfig FILE …
# DCP_UNDER_CLOCK is the dcp to run; by default that of this user's packages.
set -euo pipefail
dcp=${DCP_UNDER_CLOCK:-}
if [[ -z $dcp ]]; then
  version=$(sed -n 's|.*<AspireVersion>\(.*\)</AspireVersion>.*|\1|p' "$(dirname -- "${BASH_SOURCE[0]}")/../Directory.Build.props")
  dcp=${NUGET_PACKAGES:-$HOME/.nuget/packages}/aspire.hosting.orchestration.linux-x64/$version/tools/dcp
fi
arguments=("$@")
for i in "${!arguments[@]}"; do
  if [[ ${arguments[i]} == --kubeconfig ]]; then
    wanted=${arguments[i + 1]}
    arguments[i + 1]=$wanted.dcp
  fi
done
[[ -n ${wanted:-} ]] || exec "$dcp" "$@"

"$dcp" "${arguments[@]}" &
started=$!
# It may detach itself, and be at work on the file when this one has ended.
for ((tries = 0; tries < 600; tries++)); do
  [[ ! -s $wanted.dcp ]] || break
  sleep 0.1
done
sed 's|certificate-authority-data:.*|insecure-skip-tls-verify: true|' "$wanted.dcp" >"$wanted.new"
mv "$wanted.new" "$wanted"
wait $started
