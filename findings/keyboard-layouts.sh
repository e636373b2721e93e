#!/usr/bin/env bash
# The on-screen keyboard layouts of simple-keyboard-layouts cannot write ordinary names.
# Guess: a layout holds every letter of its language, in both cases.
# What happens: the Japanese one has digits where the first kana row stands on a real keyboard, so
# a, u, e, o, ya, yu, yo, wa, wo, he, ho, nu, fu and ro are missing: 14 of 46 kana. The Polish one
# has no capital for eight of its nine own letters; Finnish, Dutch and Portuguese (Portugal) are
# not there at all.
# Why it matters: a kiosk's form asks for a name. Tanaka can be typed, Ueda cannot; Zurawska has
# no first letter. Layouts need a test that walks the language's alphabet.
# Seen: simple-keyboard-layouts 3.4.265.
set -euo pipefail
packages=(simple-keyboard-layouts@3.4.265)
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
const { existsSync } = require('node:fs')

const file = (name) => `./node_modules/simple-keyboard-layouts/build/layouts/${name}.js`
/** The letters of an alphabet that no key of any row of the layout writes. */
const missing = (name, alphabet) => {
  const { layout } = require(file(name)).default
  const keys = Object.values(layout).flat().join(' ').split(' ').join('')
  return [...alphabet].filter((letter) => !keys.includes(letter)).join('')
}
const kana =
  '\u3042\u3044\u3046\u3048\u304a\u304b\u304d\u304f\u3051\u3053\u3055\u3057\u3059\u305b\u305d' +
  '\u305f\u3061\u3064\u3066\u3068\u306a\u306b\u306c\u306d\u306e\u306f\u3072\u3075\u3078\u307b' +
  '\u307e\u307f\u3080\u3081\u3082\u3084\u3086\u3088\u3089\u308a\u308b\u308c\u308d\u308f\u3092\u3093'
assert.strictEqual(kana.length, 46)
assert.strictEqual(
  missing('japanese', kana),
  '\u3042\u3046\u3048\u304a\u306c\u3075\u3078\u307b\u3084\u3086\u3088\u308d\u308f\u3092',
)
const polish = '\u0105\u0107\u0119\u0142\u0144\u00f3\u015b\u017a\u017c'
assert.strictEqual(missing('polish', polish), '')
assert.strictEqual(missing('polish', polish.toUpperCase()).length, 8)
assert.strictEqual(missing('german', '\u00e4\u00f6\u00fc\u00df\u00c4\u00d6\u00dc'), '')
for (const name of ['finnish', 'dutch', 'portuguese']) assert.ok(!existsSync(file(name)), name)
console.log('still so: the Japanese layout lacks 14 of 46 kana, the Polish one 8 of 9 capitals')
JS
