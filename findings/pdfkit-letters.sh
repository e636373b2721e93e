#!/usr/bin/env bash
# The standard fonts of a PDF print other letters where they lack one, without an error.
# Guess: pdfkit refuses a letter that Helvetica has not got, as pdf-lib does, or leaves a gap.
# What happens: it writes the letter's code in hexadecimal, however many digits that takes, so the
# rest shifts and unrelated letters come out: "9:05 PM" with the narrow blank that Intl puts in
# (U+202F) prints "9:05 /PM", a true minus sign becomes a quotation mark, the Polish town Lodz
# becomes "6Az".
# Why it matters: a time out of Intl is enough to spoil a slip. Embed a font, always.
# Seen: pdfkit 0.20.2; pdf-lib 1.17.1 throws "WinAnsi cannot encode".
set -euo pipefail
packages=(pdfkit@0.20.2 pdf-lib@1.17.1)
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
const PDFDocument = require('pdfkit')
const { PDFDocument: PdfLib, StandardFonts } = require('pdf-lib')

/** The bytes that pdfkit writes for a text in Helvetica, read as the letters that they print. */
const printed = (text) =>
  new Promise((resolve) => {
    const document = new PDFDocument({ compress: false })
    const parts = []
    document.on('data', (part) => parts.push(part))
    document.on('end', () => {
      const shown = Buffer.concat(parts).toString('latin1').match(/\[(.*)\] TJ/)[1]
      const hex = [...shown.matchAll(/<([0-9a-f]*)>/g)].map((found) => found[1])
      resolve(hex.map((digits) => Buffer.from(digits, 'hex').toString('latin1')).join(''))
    })
    document.text(text)
    document.end()
  })

const main = async () => {
  assert.strictEqual(await printed('9:05 PM'), '9:05 PM')
  assert.strictEqual(await printed('9:05\u202fPM'), '9:05 /PM')
  assert.strictEqual(await printed('\u2212 5'), '"\u0012 5')
  const town = await printed('\u0141\u00f3d\u017a')
  assert.notStrictEqual(town, '\u0141\u00f3d\u017a')
  const font = await (await PdfLib.create()).embedFont(StandardFonts.Helvetica)
  assert.throws(() => font.encodeText('9:05\u202fPM'), /cannot encode/)
  console.log(`still so: pdfkit prints "9:05 /PM" for a time out of Intl, ${JSON.stringify(town)} for Lodz`)
}
main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
JS
