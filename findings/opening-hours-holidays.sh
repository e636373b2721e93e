#!/usr/bin/env bash
# Opening hours with "public holidays closed" mean Germany's holidays when the place is null, and
# cannot be read at all in many countries.
# Guess: without a place the word PH is ignored or refused, and a country without data only leaves
# its holidays unknown.
# What happens: opening_hours.js takes null for a place in the south of Germany, so a shop
# anywhere is closed on 6 January; undefined throws. For Saudi Arabia, the Emirates, Egypt, Israel
# and Turkey the constructor throws, so the ordinary hours are lost as well; for Great Britain it
# does unless a state is given.
# Why it matters: hours of a contact centre come from a policy in the form of OpenStreetMap. A
# missing place gives a German calendar without a word, and one word too much leaves an Arabic
# kiosk without any hours.
# Seen: opening_hours 3.15.0.
set -euo pipefail
packages=(opening_hours@3.15.0)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
echo '{ "private": true }' > package.json
if ! timeout 180 npm install --ignore-scripts --no-audit --no-fund --fetch-retries=1 \
  "${packages[@]}" > npm.log 2>&1; then
  echo 'not run: npm could not install the pinned packages (offline, or a version is gone)' >&2
  tail -n 3 npm.log >&2
  exit 2
fi
timeout 60 node --input-type=module - <<'JS'
import assert from 'node:assert'
import OpeningHours from 'opening_hours'

console.error = () => {} // the library prints each of its errors as well
const hours = 'Mo-Su 08:00-18:00; PH off'
const open = (place, day) => {
  try {
    return new OpeningHours(hours, place).getState(new Date(`${day}T10:00:00`))
  } catch (error) {
    return /There are no holidays/.test(error) ? 'no data' : 'no country'
  }
}
const place = (country_code, state) => ({ lat: 0, lon: 0, address: { country_code, state } })

// 6 January is a holiday in the south of Germany, an ordinary day in the Netherlands.
assert.deepStrictEqual(
  { missing: open(undefined, '2026-01-06'), nothing: open(null, '2026-01-06') },
  { missing: 'no country', nothing: false },
)
assert.strictEqual(open(place('nl'), '2026-01-06'), true)
assert.strictEqual(open(place('gb', 'England'), '2026-12-01'), true)
const lost = ['sa', 'ae', 'eg', 'il', 'tr', 'gb'].map((code) => open(place(code), '2026-12-01'))
assert.deepStrictEqual(lost, Array(6).fill('no data'))
console.log('still so: a null place has German holidays; PH makes the hours unreadable in six countries')
JS
