#!/usr/bin/env bash
# Runs the whole system on this machine until Ctrl-C; installs and builds first what is missing.
# Arguments go to the AppHost.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/scripts/setup.sh"

# The settings of a project's launch profile, one NAME=VALUE a line.
launch_profile() {
  sed -nE -e 's/^ *"applicationUrl": *"([^";]*).*/ASPNETCORE_URLS=\1/p' -e 's/^ *"([A-Z_]+)": *"(.*)",?$/\1=\2/p' \
    "$1/Properties/launchSettings.json"
}

require_dotnet
require_servers
install_missing

step 'Building (minutes the first time, seconds later)'
dotnet build Ticketing.AppHost --nologo -v q

step 'Starting; Ctrl-C stops it'
# As `dotnet run` would, but with no process between the signals and the AppHost.
profile=$(launch_profile Ticketing.AppHost)
while IFS= read -r setting; do export "${setting?}"; done <<<"$profile"
exec dotnet "Ticketing.AppHost/bin/${Configuration:-Debug}/net10.0/Ticketing.AppHost.dll" "$@"
