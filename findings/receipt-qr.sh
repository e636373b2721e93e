#!/usr/bin/env bash
# A QR code with an umlaut, sent to a receipt printer, is cut short by one library and re-written
# by another.
# Guess: both send the text as UTF-8, with its length in bytes, as the printer's command (GS ( k)
# wants.
# What happens: node-thermal-printer sends UTF-8 but gives the number of characters as the length:
# the code loses its end, and the printer prints the rest. @point-of-sale/receipt-printer-encoder
# sends Latin-1 and a question mark for every other letter: "Lodz" with its Polish letters becomes
# "?ód?", Arabic becomes question marks.
# Why it matters: slips carry a link, a name or a calendar entry as a QR code. Percent-encode, or
# draw the code as a picture and print that.
# Seen: node-thermal-printer 4.6.1, @point-of-sale/receipt-printer-encoder 4.0.1.
set -euo pipefail
packages=(node-thermal-printer@4.6.1 @point-of-sale/receipt-printer-encoder@4.0.1)
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
import thermal from 'node-thermal-printer'
import Encoder from '@point-of-sale/receipt-printer-encoder'

/** Finds "store the data of the QR code" (GS ( k pL pH 49 80 48 data) in what goes to the printer. */
const stored = (output) => {
  const bytes = Buffer.from(output)
  for (let at = 0; at + 8 <= bytes.length; at++) {
    const command = bytes[at] === 0x1d && bytes[at + 1] === 0x28 && bytes[at + 2] === 0x6b
    if (!command || bytes[at + 5] !== 49 || bytes[at + 6] !== 80) continue
    const length = bytes[at + 3] + 256 * bytes[at + 4] - 3
    return bytes.subarray(at + 8, at + 8 + length)
  }
  throw new Error('no QR code in the output')
}
const first = (text) => {
  const printer = new thermal.ThermalPrinter({
    type: thermal.PrinterTypes.EPSON,
    interface: 'tcp://127.0.0.1',
  })
  printer.printQR(text)
  return stored(printer.getBuffer())
}
const second = (text) => stored(new Encoder({ language: 'esc-pos' }).qrcode(text).encode())

const plain = 'https://shop.example/a'
assert.strictEqual(first(plain).toString(), plain)
assert.strictEqual(second(plain).toString(), plain)

const polish = '\u0141\u00f3d\u017a' // four letters, seven bytes
assert.deepStrictEqual(first(polish), Buffer.from(polish).subarray(0, 4))
assert.strictEqual(second(polish).toString('latin1'), '?\u00f3d?')
assert.strictEqual(second('\u0645\u0631\u062d\u0628\u0627').toString('latin1'), '?????')
console.log('still so: of a QR code with four Polish letters one library sends 4 of 7 bytes, one "?\u00f3d?"')
JS
