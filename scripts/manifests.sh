#!/usr/bin/env bash
# ./scripts/manifests.sh [FOLDER]: makes deploy/base (or FOLDER) from the app model: AppHost -> manifest -> Aspirate's templates of our
# own. Aspirate does it where it is installed (dotnet tool install -g aspirate), else deploy/render: the same files, byte for byte.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"

require_dotnet
out=$(realpath -m -- "${1:-deploy/base}")
manifest=$root/Ticketing.AppHost/manifest.json
state=$root/Ticketing.AppHost/aspirate-state.json
aspirate_home=$(mktemp -d)
trap 'rm -rf "$manifest" "$state" "$aspirate_home"' EXIT

step 'The app model as a manifest'
dotnet run --project Ticketing.AppHost --no-launch-profile -- --publisher manifest --output-path "$manifest"

if command -v aspirate >/dev/null; then
  renderer=(aspirate)
  # It is built for .NET 9; its check for updates ends it where there is no network; and the properties of an image beat what it is told.
  export DOTNET_ROLL_FORWARD=Major XDG_DATA_HOME=$aspirate_home
  mkdir "$aspirate_home/Aspirate"
  touch "$aspirate_home/Aspirate/updates-disabled"
  unset ContainerRegistry ContainerImageName ContainerImageTag
  # Written in spite of --disable-state, and read too: all parameters in clear, with the key to what is encrypted.
  rm -f "$state"
else
  dotnet build deploy/render --nologo -v q
  renderer=(dotnet "$(dotnet msbuild deploy/render -getProperty:TargetPath)")
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

step "The manifest as Kubernetes manifests, by ${renderer[0]}"
rm -rf "$out"
cd Ticketing.AppHost
"${renderer[@]}" generate --non-interactive --disable-state --skip-build -m manifest.json -o "$out" \
  --output-format kustomize --image-pull-policy IfNotPresent --include-dashboard false --secret-password none -ct base \
  "${options[@]}"

# What it does not know it leaves as it is, and ends well. Kubernetes' own are $(NAME).
! grep -rnE '\{[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+\}' "$out" || fail '' 'The lines above hold what the app model refers to, not its value.'
