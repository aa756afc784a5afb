#!/usr/bin/env bash
# The manifests: every environment renders, every object has only fields that its type has, every reference resolves, nothing secret is
# in the open, and deploy/base is what the app model says. The checks themselves are in scripts/gates/manifests/.
# scripts/gates/manifests.sh TREE...: of copies of deploy/ and infra/ instead, of the same app model (.ci/mutants/run). What is wrong with
# one begins with the name of its folder.
set -euo pipefail
exec </dev/null
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../setup.sh"

require_dotnet
require_kubectl
require_node
install_missing
install_npm scripts/gates/manifests

trees=("$root")
(($# == 0)) || trees=("$@")
failed=()

# about TREE: makes each line that it reads begin with the tree's name, if there are several.
about() { if [[ $1 == "$root" ]]; then cat; else sed "s|^|$(basename -- "$1"): |"; fi; }

kustomize() {
  local deploy=$1/deploy out=$1/artifacts/manifests environment
  rm -rf "$out"
  mkdir -p "$out/opening-night"
  for environment in dev prod dr; do
    kubectl kustomize "$deploy/overlays/$environment" >"$out/$environment.yaml"
    kubectl kustomize "$deploy/karpenter/$environment" >"$out/karpenter-$environment.yaml"
    cp "$deploy/argocd/clusters/$environment.yaml" "$out/cluster-$environment.yaml"
  done
  kubectl kustomize "$deploy/argocd" >"$out/argocd.yaml"
  kubectl kustomize "$deploy/sonarqube" >"$out/sonarqube.yaml"
  kubectl kustomize "$deploy/admission" >"$out/admission.yaml"
  kubectl kustomize "$deploy/argocd/sonarqube" >"$out/argocd-sonarqube.yaml"
  printf 'resources: [../../../deploy/overlays/prod]\ncomponents: [../../../deploy/components/opening-night]\n' >"$out/opening-night/kustomization.yaml"
  kubectl kustomize "$out/opening-night" >"$out/opening-night.yaml"
}
render() { (kustomize "$1") 2>&1 | about "$1"; }

step 'Rendering every environment'
side_by_side render "${trees[@]}"
((failures == 0)) || failed+=(rendering)

step 'References, rules and secrets'
node scripts/gates/manifests/check.js "${trees[@]}" || failed+=(rules)

step 'Types of all objects, unknown fields refused'
node scripts/gates/manifests/types.js "${trees[@]}" || failed+=(types)

step 'deploy/base is what the app model says'
base=$root/artifacts/manifests/base
mkdir -p "${base%/*}"
scripts/manifests.sh "$base" >"$base.log" 2>&1 || { cat "$base.log"; exit 1; }
for tree in "${trees[@]}"; do
  diff -r "$tree/deploy/base" "$base" | about "$tree" || {
    echo 'deploy/base is not what scripts/manifests.sh makes of the app model: run it, and change templates or AppHost, not deploy/base.' | about "$tree"
    failed+=(base)
  }
done

((${#failed[@]} == 0)) || fail '' "Something is wrong: ${failed[*]}"
