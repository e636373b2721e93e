#!/usr/bin/env bash
# A missing plural form is taken from another language, and a number that came as text shows the
# key.
# Guess: where Polish has no "few" and "many", i18next uses its "other"; where French has "one"
# and "other", all numbers are served; the text "5" counts as 5.
# What happens: for a form that is missing it goes to the fallback language, so a Polish screen
# says one sentence in English; French, Spanish, Italian and Portuguese ask for "many" from
# 1,000,000 on. With a count that is a string no plural is looked for at all: the bare key is
# shown.
# Why it matters: waiting times, queue places and sizes come out of JSON, sometimes as text, and
# out of people's reach while testing. Check each language's forms with Intl.PluralRules, and the
# type of every count.
# Seen: i18next 26.7.2.
set -euo pipefail
packages=(i18next@26.7.2)
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
import i18next from 'i18next'

const texts = (language) => ({
  waiting_one: `${language} one`,
  waiting_other: `${language} other`,
})
const i18n = i18next.createInstance()
await i18n.init({
  fallbackLng: 'en',
  showSupportNotice: false,
  resources: Object.fromEntries(
    ['en', 'pl', 'fr', 'es', 'it', 'pt', 'de'].map((lng) => [lng, { translation: texts(lng) }]),
  ),
})
const say = (lng, count) => i18n.t('waiting', { lng, count })
assert.deepStrictEqual([1, 1.5, 5].map((count) => say('pl', count)), ['pl one', 'pl other', 'en other'])
for (const language of ['fr', 'es', 'it', 'pt']) {
  assert.strictEqual(say(language, 999_999), `${language} other`)
  assert.strictEqual(say(language, 1_000_000), 'en other')
}
assert.deepStrictEqual([say('de', 5), say('de', '5')], ['de other', 'waiting'])
console.log('still so: 5 in Polish and 1,000,000 in French are said in English; "5" shows the bare key')
JS
