#!/usr/bin/env bash
# A converter of Japanese cannot read back the spelling that it writes itself, nor names as
# passports write them.
# Guess: wanakana turns every Hepburn spelling into kana, its own output first of all.
# What happens: toRomaji writes "matcha", toHiragana turns "matcha" into "ma-t-cha" with a Latin t
# left in; "m" before p or b (Jumpei, Namba), "h" for a long o (Ohno) and the long vowels of
# ordinary Hepburn (Sato, Koji with a macron) are left in Latin letters as well.
# Why it matters: a form that asks for a name in kana gets a mixture such as half "Jumpei". Check
# what comes out with isKana, and fall back to a kana keyboard.
# Seen: wanakana 5.3.1.
set -euo pipefail
packages=(wanakana@5.3.1)
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
import { isKana, toHiragana, toRomaji } from 'wanakana'

const matcha = '\u307e\u3063\u3061\u3083'
assert.strictEqual(toRomaji(matcha), 'matcha')
assert.strictEqual(toHiragana('matcha'), '\u307et\u3061\u3083')
assert.strictEqual(toHiragana('maccha'), matcha)

const names = { tanaka: true, junpei: true, jumpei: false, nanba: true, namba: false }
Object.assign(names, { ono: true, ohno: false, satou: true, 'sat\u014d': false, 'k\u014dji': false })
for (const [name, whole] of Object.entries(names)) {
  assert.strictEqual(isKana(toHiragana(name)), whole, name)
}
console.log(`still so: "matcha" becomes "${toHiragana('matcha')}", "jumpei" "${toHiragana('jumpei')}"`)
JS
