#!/usr/bin/env bash
# scripts/gates/rendered.sh FILE...: what a release would let Argo CD sync (scripts/render.sh): types, references, and images of a release.
set -euo pipefail
(($#)) || { echo 'usage: scripts/gates/rendered.sh FILE...' >&2; exit 2; }
files=()
for file; do files+=("$(realpath -- "$file")"); done
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../setup.sh"

require_node
install_missing
install_npm scripts/gates/manifests
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for file in "${files[@]}"; do
  cp "$file" "$out/$(basename -- "$(dirname -- "$file")").yaml"
done
node scripts/gates/manifests/check.js --released "$out"
node scripts/gates/manifests/types.js --released "$out"
