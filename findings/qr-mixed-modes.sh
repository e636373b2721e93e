#!/usr/bin/env bash
# A QR code whose maker chooses the modes itself is misread by good readers: Russian as noise,
# German as nothing.
# Guess: a maker that mixes modes to save modules writes what each reader reads.
# What happens: lean-qr, by default, writes letters that Shift JIS has (Greek, Cyrillic, Chinese)
# in Kanji mode, and the rest in UTF-8 with a mark (ECI 26). The mark stays in force, so ZXing-C++
# reads the Kanji as UTF-8 too: a Russian word before a euro sign becomes "Hr~yu"
# among control characters. What fits into Latin-1 it writes so, with its mark (ECI 3), and jsQR
# answers with data "" and no error for "Möbelhaus". Written as UTF-8 throughout (mode.utf8), all is
# read by both.
# Why it matters: the code looks well, and the phone on the desk reads it. Give the maker one mode:
# ASCII without a mark, or UTF-8 with it.
# Seen: lean-qr 2.7.4, zxing-wasm 3.1.6 (ZXing-C++), jsqr 1.4.0.
set -euo pipefail
packages=(lean-qr@2.7.4 zxing-wasm@3.1.6 jsqr@1.4.0)
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
cat > read.mjs <<'JS'
import assert from 'node:assert'
import { readFileSync } from 'node:fs'
import jsQR from 'jsqr'
import { generate, mode } from 'lean-qr'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

const wasmBinary = readFileSync('node_modules/zxing-wasm/dist/reader/zxing_reader.wasm')
prepareZXingModule({ overrides: { wasmBinary } })

const read = async (code) => {
  const [scale, margin] = [6, 4]
  const size = (code.size + 2 * margin) * scale
  const data = new Uint8ClampedArray(size * size * 4).fill(255)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [column, row] = [x, y].map((at) => Math.floor(at / scale) - margin)
      if (code.get(column, row)) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3)
    }
  }
  const [found] = await readBarcodes({ data, width: size, height: size })
  return { zxing: found?.text, jsQR: jsQR(data, size, size)?.data }
}
const german = 'M\u00f6belhaus'
const russian = '\u0417\u0432\u043e\u043d\u0438\u0442\u0435: 12 \u20ac' // "Call: 12 euros"
assert.deepStrictEqual(await read(generate(german)), { zxing: german, jsQR: '' })
const { zxing, jsQR: other } = await read(generate(russian))
assert.strictEqual(other, russian)
const visible = zxing.replace(/\p{Cc}/gu, '')
assert.strictEqual(visible, 'Hr~yu: 12 \u20ac')
for (const text of [german, russian]) {
  assert.deepStrictEqual(await read(generate(mode.utf8(text))), { zxing: text, jsQR: text })
}
console.log(`still so: ZXing-C++ reads a Russian word as ${JSON.stringify(visible)}, jsQR "M\u00f6belhaus" as ""`)
JS
timeout 60 node read.mjs
