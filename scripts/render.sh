#!/usr/bin/env bash
# ./scripts/render.sh dev|prod|dr REGISTRY DIGESTS: prints what the environment's cluster runs, with the images that DIGESTS names: a file
# of lines `ticketing/api sha256:...` as scripts/images.sh prints them. Leaves the working tree alone.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"
(($# == 3)) || fail 'usage: scripts/render.sh dev|prod|dr REGISTRY DIGESTS'
environment=$1 registry=$2 digests=$3

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
mkdir "$copy/deploy"
cp -r deploy/{base,components,overlays} "$copy/deploy"
images=$copy/deploy/components/images/$environment/kustomization.yaml
[[ -f $images ]] || fail "There is no environment $environment."
mapfile -t known < <(sed -n 's/^  - name: //p' "$images")

declare -A digest
while read -r name value rest; do
  [[ $value =~ ^sha256:[0-9a-f]{64}$ && -z $rest ]] || fail "$digests: no digest of $name: $value $rest"
  [[ $value != "sha256:$(printf '0%.0s' {1..64})" ]] || fail "$digests: $name has the digest of no release"
  [[ " ${known[*]} " == *" $name "* ]] || fail "$digests: nothing runs $name"
  digest[$name]=$value
done <"$digests"

{
  printf 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages:\n'
  for name in "${known[@]}"; do
    [[ -n ${digest[$name]:-} ]] || fail "$digests: $name is missing"
    printf '  - name: %s\n    newName: %s/%s\n    digest: %s\n' "$name" "$registry" "$name" "${digest[$name]}"
  done
} >"$images"
kubectl kustomize "$copy/deploy/overlays/$environment"
