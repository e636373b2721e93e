#!/usr/bin/env bash
# A Mexican mobile number with the old 1 behind +52 is no possible number any more.
# Guess: libraries that know Mexico's older form (+52 1 ..., dropped in August 2019) read it as
# +52 ..., as they do with Argentina's 15 and 9.
# What happens: google-libphonenumber, awesome-phonenumber and libphonenumber-js all answer "too
# long". Argentina's old way of writing is mended by the same three.
# Why it matters: people copy their number from old contacts and messengers, where the 1 is still
# there, and are told by the callback form that their own number is wrong. Take the 1 out before
# parsing, or let a "too long" number be confirmed.
# Seen: google-libphonenumber 3.2.47, awesome-phonenumber 7.8.0, libphonenumber-js 1.13.16.
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
const { PhoneNumberUtil } = require('google-libphonenumber')
const { parsePhoneNumber } = require('awesome-phonenumber')
const { parsePhoneNumberFromString, validatePhoneNumberLength } = require('libphonenumber-js/max')

const google = PhoneNumberUtil.getInstance()
const seen = (text, country) => ({
  google: google.isValidNumber(google.parse(text, country)),
  awesome: parsePhoneNumber(text, { regionCode: country }).possibility,
  js: parsePhoneNumberFromString(text, country).isValid(),
  length: validatePhoneNumberLength(text, country),
})
const good = { google: true, awesome: 'is-possible', js: true, length: undefined }
assert.deepStrictEqual(seen('+52 55 1234 5678', 'MX'), good)
assert.deepStrictEqual(seen('+52 1 55 1234 5678', 'MX'), {
  google: false,
  awesome: 'too-long',
  js: false,
  length: 'TOO_LONG',
})
assert.deepStrictEqual(seen('+54 11 15 2345 6789', 'AR'), good)
console.log('still so: +52 1 55 1234 5678 is refused as too long by three readers of numbers')
JS
