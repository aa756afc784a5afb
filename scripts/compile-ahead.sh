#!/usr/bin/env bash
# scripts/compile-ahead.sh COMPILER FOLDER: compiles assemblies to machine code, as Directory.Build.targets asks for it.
# FOLDER/ahead.txt: an assembly and where it goes, with a | between, a line each. FOLDER/ahead-references.txt: what they refer to.
set -euo pipefail
compiler=$1 list=$2/ahead.txt references=$2/ahead-references.txt
mkdir -p artifacts/ahead
# Projects are built side by side, and share most of their packages.
exec 9>artifacts/ahead/lock
flock 9

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
while IFS='|' read -r assembly target; do
  [[ -e $target ]] || cp -- "$assembly" "$work"
done <"$list"
if compgen -G "$work/*.dll" >/dev/null; then
  sed 's/.*/-r:"&"/' "$references" >"$work/arguments"
  "$compiler" "$work"/*.dll "@$work/arguments" --targetos:linux -O --single-file-compilation --out-near-input
fi
while IFS='|' read -r assembly target; do
  [[ -e $target ]] && continue
  mkdir -p -- "$(dirname -- "$target")"
  compiled=$work/$(basename -- "$target" .dll).ni.dll
  # Some are compiled already.
  [[ -e $compiled ]] || compiled=$assembly
  # Whole or not at all, if it is stopped.
  cp -- "$compiled" "$target.new"
  mv -- "$target.new" "$target"
done <"$list"
