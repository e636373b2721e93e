#!/usr/bin/env bash
# One tel: address in From, To or Contact, and sip.js and JsSIP lose the whole message without a word to the sender.
#
# Guess:   tel: is as good an address as sip: in these headers (RFC 3261, 19.1.6 and 20.20; mobile networks use it);
#          at worst the request is refused with 400 or 416.
# Happens: their grammar knows sip: and sips: alone there. The parser returns nothing, and nothing is sent: no 100, no
#          180, no 4xx. A trailing dot in a host name ("example.com.", Record-Route included) does the same.
# Matters: an agent's browser does not ring for callers from such a trunk, and they hear silence until a timer ends
#          (32 s). Kamailio 5.6.3 passes such a From on as it is, so the gateway must write sip:NUMBER@HOST;user=phone.
# Seen:    sip.js 0.21.2, jssip 3.13.8, ws 8.23.0. Upstream: onsip/SIP.js#953 (open).
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 120 npm install --silent --no-audit --no-fund --ignore-scripts sip.js@0.21.2 jssip@3.13.8 ws@8.23.0 \
  > npm.log 2>&1 || fail 'the packages could not be fetched; nothing was tried'
cat > probe.cjs <<'JS'
const WebSocket = (globalThis.WebSocket = require('ws'))
const { UserAgent } = require('sip.js')
const JsSIPParser = require('jssip/lib/Parser.js')

const options = (target, from) => [
  `OPTIONS ${target} SIP/2.0`, 'Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK1', 'Max-Forwards: 70', `From: <${from}>;tag=1`,
  'To: <sip:agent@example.com>', 'Call-ID: 1', 'CSeq: 1 OPTIONS', 'Content-Length: 0', '', '',
].join('\r\n')

/** The first line that sip.js answers a request with which comes from `from`. */
function answer(from) {
  return new Promise((resolve) => {
    const server = new WebSocket.Server({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' })
    setTimeout(resolve, 2000, 'no answer')
    server.on('listening', async () => {
      const agent = new UserAgent({
        uri: UserAgent.makeURI('sip:agent@example.com'),
        transportOptions: { server: `ws://127.0.0.1:${server.address().port}` }, logBuiltinEnabled: false,
      })
      server.on('connection', (socket) => {
        socket.on('message', (data) => {
          if (String(data).startsWith('SIP/2.0')) resolve(String(data).split('\r\n')[0])
        })
      })
      await agent.start()
      for (const socket of server.clients) socket.send(options(agent.contact.uri.toString(), from))
    })
  })
}
void (async () => {
  for (const from of ['sip:+4930555014@example.com;user=phone', 'tel:+4930555014', 'sip:+4930555014@example.com.']) {
    const isRead = JsSIPParser.parseMessage(options('sip:agent@example.com', from), {}) !== undefined
    console.log(`${from}: ${await answer(from)}, JsSIP ${isRead ? 'reads' : 'drops'} it`)
  }
  process.exit()
})()
JS
seen=$(timeout 60 node probe.cjs 2>&1 | paste -sd'|')
want='sip:+4930555014@example.com;user=phone: SIP/2.0 200 OK, JsSIP reads it|tel:+4930555014: no answer, JsSIP drops it|sip:+4930555014@example.com.: no answer, JsSIP drops it'
[ "$seen" = "$want" ] || fail "changed: $seen"
echo "${0##*/}: sip.js 0.21.2 gives no answer to a request From <tel:...>, JsSIP 3.13.8 cannot read it"
