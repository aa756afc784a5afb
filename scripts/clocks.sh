#!/usr/bin/env bash
# The tests under other clocks: nothing may depend on the day, the hour or the time zone that they run in.
# scripts/clocks.sh                 all tests under each of the clocks below
# scripts/clocks.sh CLOCK [ARG…]    ./test.sh ARG… under one of them, e.g. scripts/clocks.sh leap-day quick; all is each of them
# Any other clock is CLOCK='2031-01-01 00:00:00 Europe/London' ./test.sh
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/.."

all=(another-year leap-day new-year month-end spring-forward fall-back)

# What a clock crosses comes half a minute after the tests have begun.
instant() {
  case $1 in
    another-year) echo '2027-09-15 10:00:00 Asia/Seoul' ;;           # a holiday by the moon
    leap-day) echo '2028-02-29 12:00:00 Asia/Seoul' ;;
    new-year) echo '2027-12-31 23:59:30 Asia/Seoul' ;;
    month-end) echo '2027-04-30 19:59:30 UTC' ;;                     # in Seoul it is May already, and a business day begins
    spring-forward) echo '2027-03-14 01:59:30 America/New_York' ;;   # an hour is left out
    fall-back) echo '2027-10-31 02:59:30+02 Europe/Berlin' ;;        # an hour comes twice
    *) printf 'No clock is called %s. There are: %s\n' "$1" "${all[*]}" >&2 && return 2 ;;
  esac
}

(($#)) || set -- all
if [[ $1 != all ]]; then
  CLOCK=$(instant "$1")
  export CLOCK
  exec ./test.sh "${@:2}"
fi

failed=()
for clock in "${all[@]}"; do scripts/clocks.sh "$clock" "${@:2}" || failed+=("$clock"); done
((${#failed[@]} == 0)) || { printf '\nFailed under %s\n' "${failed[*]}" >&2 && exit 1; }
