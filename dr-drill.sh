#!/usr/bin/env bash
# Loses a region and fails over to the other one: two whole stacks, on free ports, beside a running system if you like.
# Writes artifacts/dr/figures.json; docs/disaster-recovery.md says what they mean.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/scripts/setup.sh"

# A region dies with its whole process tree, of which containers would be no part.
export Servers__Containers=false

require_dotnet
require_servers
install_missing

step 'Building'
dotnet build Ticketing.Load --nologo -v q -c Release -warnaserror

step 'Losing a region'
exec dotnet Ticketing.Load/bin/Release/net10.0/Ticketing.Load.dll dr
