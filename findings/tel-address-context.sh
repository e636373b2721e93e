#!/usr/bin/env bash
# The usual JavaScript library for telephone numbers refuses the example of the tel: standard, the original takes it.
#
# Guess:   libphonenumber-js, a port of Google's library that reads "RFC 3966", joins number and phone-context like it.
# Happens: "tel:863-1234;phone-context=+1-914-555" (RFC 3966, section 6) is +19145558631234 with Google's library and no
#          number at all with the port; it does take a context that is a country's code alone. Parameters of the trade,
#          such as number portability (;npdi;rn=..., RFC 4694) or ;postd=, make a number unreadable in both.
# Matters: numbers from address books, gateways and pages' tel: links are pasted into the callback form: "this is no
#          telephone number" is said of a number that the telephone dials. Cut everything from the first ";" of a
#          number that begins with "+" before it is read.
# Seen:    libphonenumber-js 1.13.16, google-libphonenumber 3.2.47.
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 120 npm install --silent --no-audit --no-fund --ignore-scripts libphonenumber-js@1.13.16 google-libphonenumber@3.2.47 \
  > npm.log 2>&1 || fail 'the packages could not be fetched; nothing was tried'
cat > probe.cjs <<'JS'
const port = require('libphonenumber-js/max')
const { PhoneNumberFormat, PhoneNumberUtil } = require('google-libphonenumber')
const original = PhoneNumberUtil.getInstance()
const google = (text) => {
  try {
    return original.format(original.parse(text, 'DE'), PhoneNumberFormat.E164)
  } catch {
    return 'none'
  }
}
for (const text of [
  'tel:+1-201-555-0123', 'tel:+4930555014;isub=12', 'tel:030555014;phone-context=+49',
  'tel:863-1234;phone-context=+1-914-555', 'tel:+4930555014;npdi;rn=+49199', 'tel:+4930555014;postd=22',
]) {
  console.log(`${text} ${port.parsePhoneNumberFromString(text, 'DE')?.number ?? 'none'} ${google(text)}`)
}
JS
timeout 60 node probe.cjs > seen 2>&1
cat > want <<'TEXT'
tel:+1-201-555-0123 +12015550123 +12015550123
tel:+4930555014;isub=12 +4930555014 +4930555014
tel:030555014;phone-context=+49 +4930555014 +4930555014
tel:863-1234;phone-context=+1-914-555 none +19145558631234
tel:+4930555014;npdi;rn=+49199 none none
tel:+4930555014;postd=22 none none
TEXT
diff want seen >&2 || fail 'changed, see above'
echo "${0##*/}: libphonenumber-js 1.13.16 refuses the phone-context of RFC 3966's own example, Google's library takes it"
