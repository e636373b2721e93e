#!/usr/bin/env bash
# A list of country names says "Kingdom of Belgium" in Dutch, and has disputed names for Taiwan in
# four languages.
# Guess: i18n-iso-countries has the everyday name of each country in each language, as
# Intl.DisplayNames has.
# What happens: in Dutch 111 of 250 names begin with "Kingdom", "Republic" or "Democratic"
# ("Koninkrijk Belgie", "Republiek Oostenrijk"), so a list sorted by name has Belgium and Austria
# under K and R; Taiwan is a "province of China" in English, Ukrainian and Chinese, and the
# "Republic of China" in Italian, an ordinary name in German or Polish.
# Why it matters: the list of country codes in front of a telephone number is read by customers.
# Intl.DisplayNames of the runtime costs nothing and has neither fault.
# Seen: i18n-iso-countries 7.14.0.
set -euo pipefail
packages=(i18n-iso-countries@7.14.0)
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
const countries = require('i18n-iso-countries')

const names = (language) => {
  countries.registerLocale(require(`i18n-iso-countries/langs/${language}.json`))
  return countries.getNames(language, { select: 'official' })
}
const everyday = (language) => new Intl.DisplayNames(language, { type: 'region' })

const dutch = names('nl')
assert.deepStrictEqual(
  [dutch.BE, dutch.AT, dutch.AR],
  ['Koninkrijk Belgi\u00eb', 'Republiek Oostenrijk', 'Argentijnse Republiek'],
)
const formal = Object.values(dutch).filter((name) => /^(Koninkrijk|Republiek|Democratische) /.test(name))
assert.ok(formal.length > 100, String(formal.length))
assert.strictEqual(everyday('nl').of('BE'), 'Belgi\u00eb')

const taiwan = Object.fromEntries(['en', 'it', 'zh', 'de'].map((lng) => [lng, names(lng).TW]))
assert.deepStrictEqual(taiwan, {
  en: 'Taiwan, Province of China',
  it: 'Repubblica di Cina',
  zh: '\u4e2d\u56fd\u53f0\u6e7e\u7701',
  de: 'Taiwan',
})
assert.strictEqual(everyday('en').of('TW'), 'Taiwan')
console.log(`still so: ${formal.length} Dutch names are formal ones ("${dutch.AT}")`)
JS
