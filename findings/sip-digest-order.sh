#!/usr/bin/env bash
# A server that offers two digests decides by their ORDER whether a browser telephone can sign in.
#
# Guess:   of two WWW-Authenticate lines a client takes the one that it can compute (RFC 3261, 22.1), wherever it stands.
# Happens: sip.js and JsSIP both read the LAST line alone and know MD5 only. "SHA-256, MD5" (the order that RFC 8760
#          asks for) works; "MD5, SHA-256" ends in 401 although MD5 was on offer.
# Matters: a PBX that gains SHA-256 locks kiosks out, or not, by the order of two lines. linphone 5.1.65 takes the first
#          line it knows; Debian's baresip 1.0.0 gives up on either order once SHA-256 is among them.
# Seen:    sip.js 0.21.2, jssip 3.13.8, ws 8.23.0. Kindred: pjsip/pjproject#2712, SIPp/sipp#488.
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 120 npm install --silent --no-audit --no-fund --ignore-scripts sip.js@0.21.2 jssip@3.13.8 ws@8.23.0 \
  > npm.log 2>&1 || fail 'the packages could not be fetched; nothing was tried'
cat > probe.cjs <<'JS'
const WebSocket = (globalThis.WebSocket = require('ws'))
const { UserAgent, Registerer } = require('sip.js')
const JsSIP = require('jssip')
const line = (algorithm) =>
  `WWW-Authenticate: Digest realm="r", nonce="n", qop="auth", algorithm=${algorithm}`

/** A registrar that challenges with `lines` and resolves with the digest that it is answered with, if any. */
function registrar(lines, begin) {
  return new Promise((resolve) => {
    const server = new WebSocket.Server({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' })
    let stop = () => {}
    const end = (seen) => (stop(), server.close(), resolve(seen))
    setTimeout(end, 2500, 'none')
    server.on('connection', (socket) => {
      socket.on('message', (data) => {
        const text = String(data)
        if (!text.startsWith('REGISTER')) return
        const answer = /^Authorization: Digest.*algorithm=([^,]+)/m.exec(text)
        if (answer) return end(answer[1])
        const kept = text.split('\r\n').filter((l) => /^(via|from|to|call-id|cseq):/i.test(l))
        const head = kept.map((l) => (/^to:/i.test(l) ? `${l};tag=s` : l))
        socket.send(['SIP/2.0 401 Unauthorized', ...head, ...lines, 'Content-Length: 0', '', ''].join('\r\n'))
      })
    })
    server.on('listening', () => (stop = begin(`ws://127.0.0.1:${server.address().port}`)))
  })
}
function sipjs(server) {
  const agent = new UserAgent({
    uri: UserAgent.makeURI('sip:kiosk@example.com'), transportOptions: { server },
    authorizationUsername: 'kiosk', authorizationPassword: 'pw', logBuiltinEnabled: false,
  })
  agent.start().then(() => new Registerer(agent).register())
  return () => agent.transport.disconnect()
}
function jssip(url) {
  const link = { url, via_transport: 'ws', sip_uri: 'sip:a.invalid;transport=ws' }
  link.connect = () => {
    link.socket = new WebSocket(url, 'sip')
    link.socket.on('open', () => link.onconnect()).on('message', (data) => link.ondata(String(data)))
  }
  link.disconnect = () => link.socket.close()
  link.send = (data) => (link.socket.send(data), true)
  const agent = new JsSIP.UA({ sockets: [link], uri: 'sip:kiosk@example.com', password: 'pw' })
  agent.start()
  return () => link.socket.terminate()
}
void (async () => {
  const seen = []
  for (const begin of [sipjs, jssip]) {
    for (const order of [['SHA-256', 'MD5'], ['MD5', 'SHA-256']]) {
      seen.push(`${begin.name} ${order.join('+')}: ${await registrar(order.map(line), begin)}`)
    }
  }
  console.log(seen.join('; '))
  process.exit()
})()
JS
seen=$(timeout 60 node probe.cjs 2>&1)
want='sipjs SHA-256+MD5: MD5; sipjs MD5+SHA-256: none; jssip SHA-256+MD5: MD5; jssip MD5+SHA-256: none'
[ "$seen" = "$want" ] || fail "changed: $seen"
echo "${0##*/}: sip.js 0.21.2 and JsSIP 3.13.8 answer only the last of two challenges ($seen)"
