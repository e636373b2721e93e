#!/usr/bin/env bash
# A name typed behind a telephone number turns it into somebody else's valid number.
# Guess: a reader of telephone numbers drops the words behind a number, or refuses the whole text.
# What happens: google-libphonenumber and awesome-phonenumber take any three letters for a vanity
# number (1-800-FLOWERS) and put their keypad digits behind the number. Where numbers have no
# fixed length (Germany, Austria) the longer number is valid too. libphonenumber-js drops the
# name.
# Why it matters: "call me on ... Max" is what people write into a callback form. The agent would
# ring a stranger, and no validity check says a word.
# Seen: google-libphonenumber 3.2.47, awesome-phonenumber 7.8.0, libphonenumber-js 1.13.16.
# Upstream: google/libphonenumber#1302 (open since 2016), ruimarinho/google-libphonenumber#285.
set -euo pipefail
packages=(google-libphonenumber@3.2.47 awesome-phonenumber@7.8.0 libphonenumber-js@1.13.16)
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
timeout 60 node - <<'JS'
const assert = require('node:assert')
const { PhoneNumberUtil, PhoneNumberFormat } = require('google-libphonenumber')
const { parsePhoneNumber } = require('awesome-phonenumber')
const { parsePhoneNumberFromString } = require('libphonenumber-js/max')

const google = PhoneNumberUtil.getInstance()
const readers = {
  google: (text, country) => {
    const number = google.parse(text, country)
    return [google.format(number, PhoneNumberFormat.E164), google.isValidNumber(number)]
  },
  awesome: (text, country) => {
    const { number, valid } = parsePhoneNumber(text, { regionCode: country })
    return [number?.e164, valid]
  },
  js: (text, country) => {
    const number = parsePhoneNumberFromString(text, country)
    return number ? [number.number, number.isValid()] : 'refused'
  },
}
const seen = (text, country) =>
  Object.fromEntries(Object.entries(readers).map(([name, read]) => [name, read(text, country)]))

// "Max" is 629 on a keypad, "Eva" is 382, "ab 8" ("from eight o'clock") is 228.
assert.deepStrictEqual(seen('+49 40 5550142 Max', 'DE'), {
  google: ['+49405550142629', true],
  awesome: ['+49405550142629', true],
  js: ['+49405550142', true],
})
assert.deepStrictEqual(seen('0664 1234567 Eva', 'AT'), {
  google: ['+436641234567382', true],
  awesome: ['+436641234567382', true],
  js: ['+436641234567', true],
})
assert.deepStrictEqual(seen('040 555014 ab 8', 'DE'), {
  google: ['+49405550148', true],
  awesome: ['+49405550148', true],
  js: 'refused',
})
console.log('still so: "+49 40 5550142 Max" is the valid +49405550142629 in two of three readers')
JS
