#!/usr/bin/env bash
# ./load.sh                      lists the scenarios and their options
# ./load.sh compare              the product beside its alternatives: the figures
# ./load.sh SCENARIO [OPTION…]   one scenario, e.g. ./load.sh stream --clients 1000; with --help, what its options mean
# Each run has a stack of its own, on free ports, beside a running system if you like. Reports are in artifacts/load.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/scripts/setup.sh"

require_dotnet
require_servers
require_load_tools
install_missing

step 'Building'
dotnet build Ticketing.Load --nologo -v q -c Release

exec dotnet Ticketing.Load/bin/Release/net10.0/Ticketing.Load.dll "$@"
