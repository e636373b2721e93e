#!/usr/bin/env bash
# A challenge with algorithm=MD5-sess makes a browser telephone deaf to the whole 401.
#
# Guess:   MD5-sess (RFC 2617, named in SIP's own grammar) is either computed or refused with a clear error.
# Happens: in the grammar of sip.js and JsSIP "MD5" comes before "MD5-sess", so that "-sess" is left over, the header
#          "cannot be read", and the entire 401 is thrown away. The request stays open as if nobody had answered: the
#          caller is told "408, no answer" after 32 s by a server that answered at once.
# Matters: who looks for the fault suspects the network or a firewall. A log of the WebSocket shows the 401.
# Seen:    sip.js 0.21.2, jssip 3.13.8, ws 8.23.0. (linphone 5.1.65 repeats its request without credentials.)
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 120 npm install --silent --no-audit --no-fund --ignore-scripts sip.js@0.21.2 jssip@3.13.8 ws@8.23.0 \
  > npm.log 2>&1 || fail 'the packages could not be fetched; nothing was tried'
cat > probe.cjs <<'JS'
const WebSocket = (globalThis.WebSocket = require('ws'))
const { Grammar, UserAgent, Registerer } = require('sip.js')
const JsSIP = require('jssip')

/** What sip.js makes of a 401 with this algorithm within two seconds. */
function outcome(algorithm) {
  return new Promise((resolve) => {
    const server = new WebSocket.Server({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' })
    server.on('connection', (socket) => {
      socket.on('message', (data) => {
        const text = String(data)
        if (!text.startsWith('REGISTER')) return
        const kept = text.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq):/i.test(line))
        const head = kept.map((line) => (/^to:/i.test(line) ? `${line};tag=s` : line))
        const challenge = `WWW-Authenticate: Digest realm="r", nonce="n", algorithm=${algorithm}`
        socket.send(['SIP/2.0 401 Unauthorized', ...head, challenge, 'Content-Length: 0', '', ''].join('\r\n'))
      })
    })
    server.on('listening', async () => {
      const agent = new UserAgent({
        uri: UserAgent.makeURI('sip:kiosk@example.com'),
        transportOptions: { server: `ws://127.0.0.1:${server.address().port}` },
        logBuiltinEnabled: false,
      })
      await agent.start()
      setTimeout(resolve, 2000, 'nothing heard')
      const onReject = ({ message }) => resolve(String(message.statusCode))
      void new Registerer(agent).register({ requestDelegate: { onReject } })
    })
  })
}
const reads = (grammar) =>
  ['SHA-512-256', 'MD5-sess'].map((name) => grammar.parse(`Digest realm="r", nonce="n", algorithm=${name}`, 'WWW_Authenticate') !== -1)

void (async () => {
  // Without user and password the client's right answer to any 401 is to report it.
  console.log(`SHA-256: ${await outcome('SHA-256')}; MD5-sess: ${await outcome('MD5-sess')}`)
  console.log(`sip.js ${reads(Grammar)}, JsSIP ${reads(JsSIP.Grammar)}`)
  process.exit()
})()
JS
seen=$(timeout 60 node probe.cjs 2>&1 | paste -sd'|')
want='SHA-256: 401; MD5-sess: nothing heard|sip.js true,false, JsSIP true,false'
[ "$seen" = "$want" ] || fail "changed: $seen"
echo "${0##*/}: sip.js 0.21.2 and JsSIP 3.13.8 drop a 401 whose algorithm is MD5-sess as if it had never come"
