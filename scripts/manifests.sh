#!/usr/bin/env bash
# ./scripts/manifests.sh [FOLDER]: makes deploy/base (or FOLDER) from the app model: AppHost -> manifest -> Aspirate's templates of our
# own. Aspirate does it where it is installed (dotnet tool install -g aspirate), else its stand-in, with the same command line.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

require_dotnet
out=$(realpath -m -- "${1:-deploy/base}")
manifest=$root/Ticketing.AppHost/manifest.json
trap 'rm -f "$manifest"' EXIT

step 'The app model as a manifest'
dotnet run --project Ticketing.AppHost --no-launch-profile -- --publisher manifest --output-path "$manifest"

if command -v aspirate >/dev/null; then
  aspirate=(aspirate)
else
  dotnet build Embedded/Aspirate --nologo -v q
  aspirate=(dotnet "$root/Embedded/Aspirate/bin/Debug/net10.0/Embedded.Aspirate.dll")
fi

# An empty parameter leaves its variables out: secrets and what differs between environments come from elsewhere. Connection strings
# only have to be something: a template that sees one knows that there are secrets.
parameters=(trusted-proxies=10.0.0.0/8)
for name in customer-key waiting-room-key payments-key webhook-key booking-link-key ticket-key ticket-list-key staff-key staff-other-key data-protection-certificate staff-password public-url payments-url; do
  parameters+=("$name=")
done
for name in redis rabbitmq rabbitmq-{management,api,seat-holds,payments,emails} ticketing ticketing-{api,seat-holds,payments,emails,web} smtp; do
  parameters+=("$name=from-outside")
done

options=()
for parameter in "${parameters[@]}"; do options+=(-pa "$parameter"); done

step "The manifest as Kubernetes manifests, by ${aspirate[0]}"
rm -rf "$out"
cd Ticketing.AppHost
"${aspirate[@]}" generate --non-interactive --disable-state --skip-build -m manifest.json -o "$out" \
  --output-format kustomize --image-pull-policy IfNotPresent --include-dashboard false --secret-password none -ct base \
  "${options[@]}"
