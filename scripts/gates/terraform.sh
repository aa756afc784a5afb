#!/usr/bin/env bash
# ./scripts/gates/terraform.sh [ROOT...]: infra/: form, types, and the tests of every root (or of these), against a stand-in for AWS.
set -euo pipefail
exec </dev/null
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../setup.sh"

# The provider is large: five roots need it, and one download.
export CHECKPOINT_DISABLE=1 TF_PLUGIN_CACHE_DIR=$root/artifacts/terraform
mkdir -p "$TF_PLUGIN_CACHE_DIR"
roots=(infra/{state,global,dev,prod,dr})

step 'Every folder is a root that is tested here, or what they share'
for folder in infra/*/; do
  folder=${folder%/}
  [[ $folder == infra/modules || $folder == infra/mocks || " ${roots[*]} " == *" $folder "* ]] || fail "$folder is tested by nobody."
done

(($# == 0)) || roots=("$@")
step 'Modules and providers'
# One after the other: they share what they download.
for root_module in "${roots[@]}"; do
  compgen -G "$root_module/tests/*.tftest.hcl" >/dev/null || fail "$root_module has no tests."
  (cd "$root_module" && terraform_init)
done

step 'Tests'
# Each begins with what `terraform validate` does.
test_root() {
  cd "$1"
  terraform test -no-color | tee terraform-test.log
  # It is content with no test at all, so its count is looked at too.
  grep -Eq '^Success! [1-9][0-9]* passed, 0 failed' terraform-test.log || fail "$1: no test ran."
}
side_by_side test_root "${roots[@]}"
((failures == 0)) || fail '' "$failures of ${#roots[@]} roots: not passed."

step 'Form'
terraform fmt -check -diff -recursive infra
