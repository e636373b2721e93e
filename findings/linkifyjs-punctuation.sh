#!/usr/bin/env bash
# A finder of links takes the full stop of Chinese, the question mark of Arabic and the closing
# mark of French into the address.
# Guess: linkifyjs ends an address before punctuation, as it does before ".", "?" and a closing
# bracket.
# What happens: in linkifyjs only ASCII marks (and brackets) end it. The Arabic question mark, the ellipsis,
# the closing guillemet and the single quotation mark are kept at its end; after a Chinese full
# stop or comma even the next sentence is. linkify-it ends the address at each of them, but not
# before words that stand directly behind it, as Japanese and Korean have them, and it finds no
# address that stands directly behind Chinese.
# Why it matters: an agent's link then leads to a page that is not there, in just the languages in
# which nobody in the team notices.
# Seen: linkifyjs 4.4.0 beside linkify-it 6.1.0.
set -euo pipefail
packages=(linkifyjs@4.4.0 linkify-it@6.1.0)
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
import { find } from 'linkifyjs'
import { LinkifyIt } from 'linkify-it'

const other = new LinkifyIt()
const url = 'https://shop.example/a'
const cases = {
  'full stop': ['.', ''],
  'question mark': ['?', ''],
  'Arabic question mark': ['\u061f', '\u061f'],
  ellipsis: ['\u2026', '\u2026'],
  guillemet: ['\u00bb', '\u00bb'],
  'single quotation mark': ['\u2019', '\u2019'],
  'Chinese full stop': ['\u3002\u8bf7', '\u3002\u8bf7'],
  'Chinese comma': ['\uff0c\u7136\u540e', '\uff0c\u7136\u540e'],
}
for (const [name, [after, swallowed]] of Object.entries(cases)) {
  assert.strictEqual(find(url + after)[0].href, url + swallowed, name)
  assert.strictEqual(other.match(url + after)[0].url, url, name)
}
for (const word of ['\u3092\u898b\u3066', '\uc5d0\uc11c', '\u0e04\u0e23\u0e31\u0e1a']) {
  assert.strictEqual(other.match(url + word)[0].url, url + word, word)
}
assert.strictEqual(other.match(`\u8bf7\u8bbf\u95ee${url}`), null, 'behind Chinese')
assert.strictEqual(other.match(`\u8bf7\u8bbf\u95ee ${url}`)[0].url, url, 'behind a blank')
console.log('linkify-it keeps the words of three scripts directly behind, and misses an address behind Chinese')
console.log('still so: linkifyjs keeps six marks of other scripts in the address; linkify-it keeps none')
JS
