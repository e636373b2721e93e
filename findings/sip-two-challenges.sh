#!/usr/bin/env bash
# A proxy that asks for a password (407) in front of a registrar that asks as well (401): browser telephones give up.
#
# Guess:   the client answers the proxy, then the registrar, with both headers in the third request (RFC 3261, 22.3).
# Happens: sip.js and JsSIP answer one challenge per request, whoever it came from. The second, from another realm and
#          with another status, ends the attempt: "401", although user and password are right for both.
# Matters: a session border controller with a digest of its own before the PBX shuts kiosks out, and the error names
#          the PBX. Only one of the two may challenge; a doctor should say which realm asked last.
# Seen:    sip.js 0.21.2, jssip 3.13.8, ws 8.23.0.
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
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** What stands in front and behind: each wants a digest of its own realm. */
const server = new WebSocket.Server({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' })
const requests = []
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const text = String(data)
    if (!text.startsWith('REGISTER')) return
    const hasEdge = /^Proxy-Authorization:/m.test(text)
    const hasHome = /^Authorization:/m.test(text)
    requests.push(`${hasEdge ? 'edge' : ''}${hasHome ? 'home' : ''}` || 'bare')
    const [status, challenge] = !hasEdge
      ? ['407 Proxy Authentication Required', 'Proxy-Authenticate: Digest realm="edge", nonce="e", qop="auth"']
      : !hasHome
        ? ['401 Unauthorized', 'WWW-Authenticate: Digest realm="home", nonce="h", qop="auth"']
        : ['200 OK', 'Expires: 600']
    const kept = text.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq|contact):/i.test(line))
    const head = kept.map((line) => (/^to:/i.test(line) ? `${line};tag=s` : line))
    socket.send([`SIP/2.0 ${status}`, ...head, challenge, 'Content-Length: 0', '', ''].join('\r\n'))
  })
})
server.on('listening', async () => {
  const url = `ws://127.0.0.1:${server.address().port}`
  const agent = new UserAgent({
    uri: UserAgent.makeURI('sip:kiosk@example.com'), transportOptions: { server: url },
    authorizationUsername: 'kiosk', authorizationPassword: 'pw', logBuiltinEnabled: false,
  })
  await agent.start()
  await new Registerer(agent).register()
  await pause(1200)
  const sipjs = requests.splice(0).join('>')
  const link = { url, via_transport: 'ws', sip_uri: 'sip:a.invalid;transport=ws' }
  link.connect = () => {
    link.socket = new WebSocket(url, 'sip')
    link.socket.on('open', () => link.onconnect()).on('message', (text) => link.ondata(String(text)))
  }
  link.disconnect = () => link.socket.close()
  link.send = (text) => (link.socket.send(text), true)
  new JsSIP.UA({ sockets: [link], uri: 'sip:kiosk@example.com', password: 'pw' }).start()
  await pause(1200)
  console.log(`sip.js ${sipjs}, JsSIP ${requests.join('>')}`)
  process.exit()
})
JS
seen=$(timeout 60 node probe.cjs 2>&1)
[ "$seen" = 'sip.js bare>edge, JsSIP bare>edge' ] || fail "changed: $seen"
echo "${0##*/}: after the proxy's 407 neither sip.js 0.21.2 nor JsSIP 3.13.8 answers the registrar's 401 ($seen)"
