#!/usr/bin/env bash
# The usual XML reader of Node leaves numeric character references as they are, and makes a number
# of a telephone number.
# Guess: &#228; is part of XML itself, so every reader decodes it; "+49..." with its plus is text.
# What happens: fast-xml-parser decodes the five named entities only; &#228;, &#xE4; and &#10;
# stay in the text unless htmlEntities is switched on, though they have nothing to do with HTML.
# "+49405550142" becomes 49405550142 and "0049" becomes 49 unless parseTagValue is off.
# Why it matters: servers in Java write what their code page lacks as such references (names,
# business units, welcome texts). They reach the customer's screen as "M&#252;ller". Switch
# htmlEntities on and parseTagValue off.
# Seen: fast-xml-parser 5.12.1.
set -euo pipefail
packages=(fast-xml-parser@5.12.1)
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
import { XMLParser } from 'fast-xml-parser'

const xml = `<?xml version="1.0" encoding="ISO-8859-1"?>
<unit label="M&#252;ller &amp; Co"><name>K&#xF6;ln &lt;1&gt;</name><hint>a&#10;b</hint
><phone>+49405550142</phone><prefix>0049</prefix></unit>`
const read = (options) => new XMLParser({ ignoreAttributes: false, ...options }).parse(xml).unit

assert.deepStrictEqual(read({}), {
  name: 'K&#xF6;ln <1>',
  hint: 'a&#10;b',
  phone: 49405550142,
  prefix: 49,
  '@_label': 'M&#252;ller & Co',
})
assert.deepStrictEqual(read({ htmlEntities: true, parseTagValue: false }), {
  name: 'K\u00f6ln <1>',
  hint: 'a\nb',
  phone: '+49405550142',
  prefix: '0049',
  '@_label': 'M\u00fcller & Co',
})
console.log('still so: "M&#252;ller" stays "M&#252;ller" and +49405550142 becomes a number')
JS
