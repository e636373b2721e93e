#!/usr/bin/env bash
# The dictionary that reads Japanese names does not know two common variants of their letters.
# Guess: a dictionary of this size reads the variants of a letter that are used in common family
# names.
# What happens: kuroshiro with kuromoji reads Takahashi and Yamazaki in the everyday spelling;
# with the "ladder" form of taka (U+9AD8 against U+9AD9) or the variant of saki (U+FA11) part of
# the name stays as it is, in kana and in Latin letters, and the rest is read in another way. NFKC
# changes neither.
# Why it matters: people write their name with the letter that it has in their papers. A reading
# made up by a machine has to be shown and confirmed; where a kanji is left over, ask for kana.
# Seen: kuroshiro 1.2.0, kuroshiro-analyzer-kuromoji 1.1.0.
set -euo pipefail
packages=(kuroshiro@1.2.0 kuroshiro-analyzer-kuromoji@1.1.0)
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
const Kuroshiro = require('kuroshiro').default
const Analyzer = require('kuroshiro-analyzer-kuromoji')

const main = async () => {
  const kuroshiro = new Kuroshiro()
  await kuroshiro.init(new Analyzer())
  const read = (name) => kuroshiro.convert(name.normalize('NFKC'), { to: 'hiragana' })

  assert.strictEqual(await read('\u9ad8\u6a4b'), '\u305f\u304b\u306f\u3057') // takahashi
  assert.strictEqual(await read('\u5c71\u5d0e'), '\u3084\u307e\u3056\u304d') // yamazaki
  const ladder = await read('\u9ad9\u6a4b')
  const variant = await read('\u5c71\ufa11')
  assert.strictEqual(ladder, '\u9ad9\u304d\u3087\u3046') // [taka]kyo
  assert.strictEqual(variant, '\u3084\u307e\ufa11') // yama[saki]
  console.log(`still so: two common family names are read as ${ladder} and ${variant}`)
}
main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
JS
