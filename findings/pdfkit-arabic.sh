#!/usr/bin/env bash
# A PDF of pdfkit has the words of an Arabic line in the wrong order, and its numbers backwards.
# Guess: fontkit shapes Arabic, so what is left to do is to align the line at the right.
# What happens: letters are joined, but each word is laid out alone and the words run from left to
# right; a number in Arabic digits is turned round with its letters: 4711 is printed as 1174.
# Latin digits keep their order.
# Why it matters: a ticket number or a telephone number that is printed backwards looks perfectly
# good. A page printed by the browser's engine has none of this.
# Seen: pdfkit 0.20.2 with fontkit 2.0.4, font DejaVu Sans 2.37.3. Upstream: foliojs/pdfkit#219
# (open since 2014).
set -euo pipefail
packages=(pdfkit@0.20.2 fontkit@2.0.4 dejavu-fonts-ttf@2.37.3)
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
const font = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')

/** The letters of a line as they stand on the page, from left to right. */
const printed = (text) =>
  new Promise((resolve) => {
    const document = new PDFDocument({ compress: false })
    const parts = []
    document.on('data', (part) => parts.push(part))
    document.on('end', () => {
      const pdf = Buffer.concat(parts).toString('latin1')
      const table = pdf.match(/beginbfrange([^]*?)endbfrange/)[1]
      const letters = [...table.slice(table.indexOf('[')).matchAll(/<([0-9a-f ]+)>/g)]
      const letter = letters.map((found) => String.fromCodePoint(parseInt(found[1].slice(0, 4), 16)))
      const glyphs = [...pdf.matchAll(/\[(.*)\] TJ/g)].flatMap((line) =>
        [...line[1].matchAll(/<([0-9a-f]*)>/g)].flatMap((found) => found[1].match(/.{4}/g)),
      )
      resolve(glyphs.map((glyph) => letter[parseInt(glyph, 16)]).join(''))
    })
    document.font(font).text(text)
    document.end()
  })

const main = async () => {
  const reversed = (text) => [...text].reverse().join('')
  // "raqm 4711" (number 4711): on paper the word belongs at the right, the number at its left.
  const word = '\u0631\u0642\u0645'
  assert.strictEqual((await printed(`${word} 4711`)).replace(/\s/g, ''), `${reversed(word)}4711`)
  assert.strictEqual(await printed('\u0664\u0667\u0661\u0661'), '\u0661\u0661\u0667\u0664')
  console.log('still so: pdfkit puts the first Arabic word at the left and prints 4711 as 1174')
}
main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
JS
