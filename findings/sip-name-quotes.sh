#!/usr/bin/env bash
# sip.js writes a display name with a quotation mark so that sip.js itself cannot read it.
#
# Guess:   a display name is text: the library escapes it when it writes (RFC 3261, 25.1, quoted-string) and takes the
#          escapes out when it reads, as JsSIP does.
# Happens: NameAddrHeader puts the name between quotes as it is: From: "Anna "Ann" Berg" <sip:...>. A receiver with
#          sip.js drops the message without an answer. Reading, it leaves the backslashes in: an agent's page shows
#          Anna \"Ann\" Berg.
# Matters: a customer types the name. It must be rid of " and \ (or escaped) before it is given to sip.js, and
#          unescaped when a caller's name is shown; the same code on JsSIP would then double the escapes.
# Seen:    sip.js 0.21.2, jssip 3.13.8.
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 120 npm install --silent --no-audit --no-fund --ignore-scripts sip.js@0.21.2 jssip@3.13.8 \
  > npm.log 2>&1 || fail 'the packages could not be fetched; nothing was tried'
cat > probe.cjs <<'JS'
const SIP = require('sip.js')
const JsSIP = require('jssip')
const JsSIPParser = require('jssip/lib/Parser.js')

const options = (from) => [
  'OPTIONS sip:5000@example.com SIP/2.0', 'Via: SIP/2.0/WS a.invalid;branch=z9hG4bK1', `From: ${from};tag=1`,
  'To: <sip:5000@example.com>', 'Call-ID: 1', 'CSeq: 1 OPTIONS', 'Content-Length: 0', '', '',
].join('\r\n')
const silent = { error() {}, warn() {}, log() {}, debug() {} }
const name = 'Anna "Ann" Berg'
const escaped = String.raw`"Anna \"Ann\" Berg" <sip:anna@example.com>`

const written = String(new SIP.NameAddrHeader(new SIP.URI('sip', 'anna', 'example.com'), name, {}))
const other = String(new JsSIP.NameAddrHeader(new JsSIP.URI('sip', 'anna', 'example.com'), name))
console.log(`sip.js writes ${written}`)
console.log(`JsSIP writes ${other}`)
console.log(`sip.js reads its own: ${SIP.Core.Parser.parseMessage(options(written), silent) !== undefined}`)
console.log(`JsSIP reads its own: ${JsSIPParser.parseMessage(options(other), {}) !== undefined}`)
console.log(`read from the wire: sip.js ${SIP.Grammar.nameAddrHeaderParse(escaped).displayName}, JsSIP ${JsSIP.NameAddrHeader.parse(escaped).display_name}`)
process.exit()
JS
timeout 60 node probe.cjs > seen 2>&1
cat > want <<'TEXT'
sip.js writes "Anna "Ann" Berg" <sip:anna@example.com>
JsSIP writes "Anna \"Ann\" Berg" <sip:anna@example.com>
sip.js reads its own: false
JsSIP reads its own: true
read from the wire: sip.js Anna \"Ann\" Berg, JsSIP Anna "Ann" Berg
TEXT
diff want seen >&2 || fail 'changed, see above'
echo "${0##*/}: sip.js 0.21.2 neither escapes nor unescapes display names, JsSIP 3.13.8 does both"
