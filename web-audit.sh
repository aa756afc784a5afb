#!/usr/bin/env bash
# Lighthouse, as on a phone, on the pages that lead to a ticket: a stack of its own, on free ports, beside a running system if you like.
# Writes artifacts/web/figures.json and each page's report; fails where a page is below the bar. axe is asked by the browser tests.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/scripts/setup.sh"

require_dotnet
require_servers
require_browser
require_node
install_missing
install_npm scripts/web-audit

step 'Building'
dotnet build Ticketing.Load --nologo -v q -c Release

step 'Asking Lighthouse about the pages'
exec dotnet Ticketing.Load/bin/Release/net10.0/Ticketing.Load.dll web
