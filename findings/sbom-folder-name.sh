#!/usr/bin/env bash
# A bill of materials made by npm is named after the folder of the checkout, not after the
# product.
# Guess: npm sbom takes the name of the product from package.json, as its package URL does.
# What happens: in CycloneDX, metadata.component.name is the name of the folder; bom-ref and purl
# have the package's name. The same product built in "build" and in "src" has two names in an
# inventory. SPDX output is right.
# Why it matters: who collects the bills of a fleet groups them by that name. Write the name into
# the file after it was made, or build in a folder of that name.
# Seen: npm 11.19.1 (npm/cli#9178; mended in npm 12 as a breaking change).
set -euo pipefail
packages=(npm@11.19.1)
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
const { execFileSync } = require('node:child_process')
const { mkdirSync, writeFileSync } = require('node:fs')
const npm = `${process.cwd()}/node_modules/npm/bin/npm-cli.js`

const options = (cwd) => ({ cwd, timeout: 30_000, stdio: ['ignore', 'pipe', 'ignore'] })
const bill = (folder, format) => {
  mkdirSync(folder, { recursive: true })
  const product = { name: 'kiosk', version: '1.2.3' }
  writeFileSync(`${folder}/package.json`, JSON.stringify(product))
  const lock = { ...product, lockfileVersion: 3, packages: { '': product } }
  writeFileSync(`${folder}/package-lock.json`, JSON.stringify(lock))
  const words = [npm, 'sbom', '--package-lock-only', `--sbom-format=${format}`]
  return JSON.parse(execFileSync(process.execPath, words, options(folder)))
}
const [first, second] = ['build', 'src'].map((name) => bill(name, 'cyclonedx').metadata.component)
assert.deepStrictEqual([first.name, second.name], ['build', 'src'])
assert.deepStrictEqual([first.purl, second.purl], Array(2).fill('pkg:npm/kiosk@1.2.3'))
assert.match(bill('src', 'spdx').name, /^kiosk@/)
console.log('still so: the same product is called "build" and "src" in two bills of materials')
JS
