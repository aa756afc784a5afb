#!/usr/bin/env bash
# ./scripts/images.sh REGISTRY TAG: builds the production images and pushes them. Prints a line per image, its name and its digest;
# all else goes to standard error.
set -euo pipefail
# shellcheck source=scripts/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/setup.sh"
(($# == 2)) || fail 'usage: scripts/images.sh REGISTRY TAG'
registry=$1 tag=$2
require_dotnet >&2

written=$(dotnet msbuild scripts/images.proj -nologo -v:q -m -p:ContainerRegistry="$registry" -p:ContainerImageTag="$tag" -getTargetResult:Publish)
sed -nE 's/.*"Identity": "([^ ]+ sha256:[0-9a-f]{64})".*/\1/p' <<<"$written"
