#!/usr/bin/env bash
# ./scripts/images.sh REGISTRY TAG: builds the production images and pushes them. Prints a line per image, its name and its digest;
# all else goes to standard error.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"
(($# == 2)) || fail 'usage: scripts/images.sh REGISTRY TAG'
registry=$1 tag=$2
require_dotnet >&2

for project in Ticketing.Api Ticketing.SeatHolds Ticketing.Web Ticketing.Workers; do
  written=$(dotnet publish "$project" -c Release -r linux-x64 --nologo -v q -t:PublishContainer \
    -p:ContainerRegistry="$registry" -p:ContainerImageTag="$tag" \
    -getProperty:ContainerRepository -getProperty:GeneratedContainerDigest)
  sed -nE 's/.*"ContainerRepository": "(.*)",?$/\1/p; s/.*"GeneratedContainerDigest": "(.*)",?$/\1/p' <<<"$written" | paste -sd' '
done
