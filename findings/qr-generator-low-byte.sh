#!/usr/bin/env bash
# One maker of QR codes keeps a byte of each letter; one reader then says "read" and gives an
# empty text.
# Guess: a maker of QR codes in JavaScript encodes text as UTF-8, and a reader reports a text that
# it cannot decode.
# What happens: qrcode-generator takes the lower byte of each character code unless stringToBytes
# is replaced: an Arabic greeting becomes "E1-('", a euro sign a "not" sign. jsQR finds these
# bytes and, as they are no UTF-8, answers with data "" and no error; its binaryData has them.
# Why it matters: a test that reads a slip's code back and only asks "was something found?" stays
# green. Compare the text, and treat an empty one as not read.
# Seen: qrcode-generator 2.0.4, jsqr 1.4.0.
set -euo pipefail
packages=(qrcode-generator@2.0.4 jsqr@1.4.0)
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
const qrcode = require('qrcode-generator')
const jsQR = require('jsqr')

const readBack = (text) => {
  const code = qrcode(0, 'M')
  code.addData(text)
  code.make()
  const [scale, margin] = [6, 4]
  const size = (code.getModuleCount() + 2 * margin) * scale
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const [row, column] = [y, x].map((at) => Math.floor(at / scale) - margin)
      const inside = [row, column].every((at) => at >= 0 && at < code.getModuleCount())
      if (inside && code.isDark(row, column)) pixels.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3)
    }
  }
  const found = jsQR(pixels, size, size)
  return found && [found.data, Buffer.from(found.binaryData).toString('latin1')]
}
assert.deepStrictEqual(readBack('Gruesse'), ['Gruesse', 'Gruesse'])
assert.deepStrictEqual(readBack('Gr\u00fc\u00dfe'), ['', 'Gr\u00fc\u00dfe'])
assert.deepStrictEqual(readBack('49 \u20ac'), ['', '49 \u00ac'])
assert.deepStrictEqual(readBack('\u0645\u0631\u062d\u0628\u0627')[1], "E1-('")
qrcode.stringToBytes = qrcode.stringToBytesFuncs['UTF-8']
assert.strictEqual(readBack('49 \u20ac')[0], '49 \u20ac')
console.log('still so: qrcode-generator writes a byte per letter, jsQR reads "49 \u20ac" of it as ""')
JS
