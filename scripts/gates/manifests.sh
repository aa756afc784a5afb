#!/usr/bin/env bash
# The manifests: every environment renders, every object has only fields that its type has, every reference resolves, nothing secret is
# in the open, and deploy/base is what the app model says. The checks themselves are in scripts/gates/manifests/.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../setup.sh"

require_dotnet
require_kubectl
require_node
install_missing
install_npm scripts/gates/manifests

out=$root/artifacts/manifests
rm -rf "$out"
mkdir -p "$out"

step 'Rendering every environment'
for environment in dev prod dr; do
  kubectl kustomize "deploy/overlays/$environment" >"$out/$environment.yaml"
  kubectl kustomize "deploy/karpenter/$environment" >"$out/karpenter-$environment.yaml"
  cp "deploy/argocd/clusters/$environment.yaml" "$out/cluster-$environment.yaml"
done
kubectl kustomize deploy/argocd >"$out/argocd.yaml"
kubectl kustomize deploy/sonarqube >"$out/sonarqube.yaml"
kubectl kustomize deploy/admission >"$out/admission.yaml"
kubectl kustomize deploy/argocd/sonarqube >"$out/argocd-sonarqube.yaml"
mkdir "$out/opening-night"
cat >"$out/opening-night/kustomization.yaml" <<'END'
resources:
  - ../../../deploy/overlays/prod
components:
  - ../../../deploy/components/opening-night
END
kubectl kustomize "$out/opening-night" >"$out/opening-night.yaml"

step 'References, rules and secrets'
node scripts/gates/manifests/check.js "$out"

step 'Types of all objects, unknown fields refused'
node scripts/gates/manifests/types.js "$out"

step 'deploy/base is what the app model says'
scripts/manifests.sh "$out/base" >"$out/base.log" 2>&1 || { cat "$out/base.log"; exit 1; }
diff -r deploy/base "$out/base" || fail '' 'deploy/base is not what scripts/manifests.sh makes of the app model: run it, and change templates or AppHost, not deploy/base.'
