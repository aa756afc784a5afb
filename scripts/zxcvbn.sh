#!/usr/bin/env bash
# Brings the estimate of passwords' strength that pages show: zxcvbn-ts (MIT), as its authors build it for browsers.
set -euo pipefail
cd "$(dirname "$0")/.."
target=Ticketing.Web/wwwroot/lib/zxcvbn-ts

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bring() { # package, version, sha256
  rm -rf "${work:?}"/*
  npm pack "@zxcvbn-ts/$1@$2" --silent --pack-destination "$work" >/dev/null
  echo "$3  $(ls "$work"/*.tgz)" | sha256sum --check --quiet
  tar xzf "$work"/*.tgz -C "$work"
  # The map is not brought along.
  { echo "/* @zxcvbn-ts/$1 $2, MIT: license.txt */"; sed '/^\/\/# sourceMappingURL=/d' "$work/package/dist/zxcvbn-ts.js"; } >"$target/$1.js"
  cp "$work/package/LICENSE.txt" "$target/license.txt"
}
bring core 4.2.0 5d107fea9eabfb3ce7dc7f29d13f3677aedac47a197e7c148783c0ae9703f3dc
bring language-common 4.1.3 bf3027c16c069d7877e25dc8751bc819e10e479afcc5ee1a323eb2ab73129ca9
