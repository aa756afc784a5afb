#!/usr/bin/env bash
# ./test.sh           all tests
# ./test.sh quick     all but faults and browser
# ./test.sh faults    those that kill and cut off parts of the system
# ./test.sh browser   those in a browser
# ./test.sh FILTER    those that `dotnet test --filter FILTER` takes, e.g. HoldTests
# Further arguments go to `dotnet test`. scripts/clocks.sh runs the same under other clocks than the machine's.
set -euo pipefail
exec </dev/null
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/scripts/setup.sh"

which=${1:-all}
(($# == 0)) || shift
case $which in
  all) filter=() ;;
  quick) filter=(--filter 'Category!=Faults&Category!=Browser') ;;
  faults) filter=(--filter Category=Faults) ;;
  browser) filter=(--filter Category=Browser) ;;
  *) filter=(--filter "$which") ;;
esac

require_dotnet
if [[ -n ${CLOCK:-} ]]; then
  # Containers would keep the machine's clock.
  export Servers__Containers=false
  require_clock
fi
require_servers
require_test_tools
[[ $which == quick || $which == faults ]] || require_browser
install_missing

# No service runs for long or serves many: what is called often is compiled again later (hexadecimal: after 512 calls) and without
# measuring it first, and memory is not cleared by a thread for each core. In four of the kill tests all that was four tenths of the processors' time.
export DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=200 DOTNET_gcServer=0
# Hundreds of hosts are made in the tests' own process: each would watch all folders below it for changed settings, 66 of its first 229 seconds.
export DOTNET_hostBuilder__reloadConfigOnChange=false

step 'Building'
dotnet build Ticketing.sln --nologo -v q -warnaserror

step "Testing: $which"
under_clock dotnet test Ticketing.sln --no-build --nologo "${filter[@]}" "$@" -- RunConfiguration.TreatNoTestsAsError=true
