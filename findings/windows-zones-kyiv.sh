#!/usr/bin/env bash
# A table of Windows time zones has no Kyiv, four years after the name was changed.
# Guess: windows-iana, which is made from Unicode's CLDR, knows each name that is in use; both
# names of one zone are served.
# What happens: Europe/Kyiv gives nothing, Europe/Kiev gives "FLE Standard Time"; CLDR keeps the
# old name as the canonical one. The same for America/Coyhaique (2025). Node (20 and 24) says
# Europe/Kiev for either name, so the lookup works with what Intl answers and fails with what a
# person, a policy or /etc/timezone says.
# Why it matters: appointments for Outlook, and centres that name their zone the Windows way. Look
# the name up through Intl first.
# Seen: windows-iana 5.1.0.
set -euo pipefail
packages=(windows-iana@5.1.0)
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
const { findIana, findWindows } = require('windows-iana')

assert.deepStrictEqual(findWindows('Europe/Kyiv'), [])
assert.deepStrictEqual(findWindows('Europe/Kiev'), ['FLE Standard Time'])
assert.ok(!findIana('FLE Standard Time').includes('Europe/Kyiv'))
assert.deepStrictEqual(findWindows('America/Coyhaique'), [])
assert.deepStrictEqual(findWindows('Europe/Berlin'), ['W. Europe Standard Time'])
console.log('still so: windows-iana finds no Windows zone for Europe/Kyiv, only for Europe/Kiev')
JS
