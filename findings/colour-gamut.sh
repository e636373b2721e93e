#!/usr/bin/env bash
# A brand colour passes the contrast test and is drawn too light.
# Guess: a colour in oklch() that no screen can show is mapped as CSS Color 4 says, keeping its
# lightness, and colorjs.io, which implements that, computes what Chromium draws.
# What happens: Chromium cuts each of red, green and blue off on its own, so lightness and hue
# change. For oklch(0.54 0.2 190) colorjs.io says 4.62:1 on white, which passes WCAG's 4.5; what
# is drawn has 4.02. Warm colours change too: oklch(0.7 0.3 30) is drawn as pure red.
# Why it matters: a palette that is derived from a brand's hue leaves the gamut for some hues
# (cyan most of all), and a gate that judges it by the textbook lets unreadable text pass. Compute
# with method "clip", or measure pixels.
# Seen: Chromium 153 (npm @sparticuz/chromium 153.0.0) and Debian's 156, colorjs.io 0.7.1.
set -euo pipefail
packages=(@sparticuz/chromium@153.0.0 playwright-core@1.65.1 colorjs.io@0.7.1)
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
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import Color from 'colorjs.io'
import { chromium } from 'playwright-core'

const bin = 'node_modules/@sparticuz/chromium/bin'
for (const [packed, name] of [['chromium.br', 'chromium'], ['al2023.tar.br', 'libraries.tar']]) {
  writeFileSync(name, brotliDecompressSync(readFileSync(`${bin}/${packed}`)), { mode: 0o755 })
}
execFileSync('tar', ['-xf', 'libraries.tar'])
if (/not found/.test(execFileSync('ldd', ['./chromium']))) process.env.LD_LIBRARY_PATH = `${process.cwd()}/lib`

const browser = await chromium.launch({
  executablePath: `${process.cwd()}/chromium`,
  args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
  timeout: 30_000,
})
const page = await browser.newPage()
/** The bytes that Chromium draws for a colour. */
const drawn = (colour) =>
  page.evaluate((fill) => {
    const context = document.createElement('canvas').getContext('2d')
    context.fillStyle = fill
    context.fillRect(0, 0, 1, 1)
    return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }, colour)
const mapped = (colour, method) =>
  new Color(colour).to('srgb').toGamut({ method }).coords.map((value) => Math.round(value * 255))
const contrast = (bytes) => {
  const colour = new Color('srgb', bytes.map((byte) => byte / 255))
  return (1.05 / (colour.luminance + 0.05)).toFixed(2)
}
const cyan = 'oklch(0.54 0.2 190)'
const seen = await drawn(cyan)
assert.deepStrictEqual(seen, mapped(cyan, 'clip'))
assert.deepStrictEqual(await drawn('oklch(0.7 0.3 30)'), [255, 0, 0])
assert.deepStrictEqual(await drawn('oklch(0.5 0.05 190)'), mapped('oklch(0.5 0.05 190)', 'css'))
assert.deepStrictEqual([contrast(mapped(cyan, 'css')), contrast(seen)], ['4.62', '4.02'])
await browser.close()
console.log(`still so: ${cyan} has 4.62:1 by CSS Color 4, 4.02:1 as Chromium draws it`)
JS
