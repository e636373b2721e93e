#!/usr/bin/env bash
# "Application/SDP" and "application/sdp;charset=utf-8" are not SDP to sip.js: an answered call is hung up at once.
#
# Guess:   media types compare without case and may carry parameters (RFC 3261, 7.4.1 and 25.1); the answer is taken.
# Happens: the library compares with 'application/sdp' to the letter, in its handler and where it reads a message's body
#          (a body of any other type is "render", no description). In a 200 to our INVITE: ACK, then BYE in
#          the same breath, after the application was told that the call was accepted. In an INVITE to us: the offer
#          counts as absent, and the "answer" that goes back is an offer of our own. multipart/mixed ends the same way.
# Matters: the agent's telephone rings, is taken up, and the customer is gone; no status tells why. A handler of
#          one's own whose hasDescription knows better is not enough: the type has to be rewritten before the library
#          sees the message (transport.onMessage).
# Seen:    sip.js 0.21.2, ws 8.23.0. JsSIP 3.13.8 reads the body whatever its type.
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 120 npm install --silent --no-audit --no-fund --ignore-scripts sip.js@0.21.2 ws@8.23.0 \
  > npm.log 2>&1 || fail 'the packages could not be fetched; nothing was tried'
cat > probe.cjs <<'JS'
const WebSocket = (globalThis.WebSocket = require('ws'))
const { Inviter, SessionState, UserAgent, Web } = require('sip.js')
const sdp = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 4000 RTP/AVP 0', ''].join('\r\n')

/** Media play no part here; the test of the type is the library's own. */
const handler = () => ({
  logger: { debug() {} },
  hasDescription: Web.SessionDescriptionHandler.prototype.hasDescription,
  getDescription: async () => ({ body: sdp, contentType: 'application/sdp' }),
  setDescription: async () => {},
  close() {},
})

/** The requests that one call makes when the 200 names its body `type`. */
function requests(type) {
  return new Promise((resolve) => {
    const seen = []
    const server = new WebSocket.Server({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' })
    server.on('connection', (socket) => {
      socket.on('message', (data) => {
        const text = String(data)
        seen.push(text.split(' ')[0])
        if (!/^(INVITE|BYE)/.test(text)) return
        const kept = text.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq):/i.test(line))
        const head = kept.map((line) => (/^to:.*>$/i.test(line) ? `${line};tag=s` : line))
        const body = text.startsWith('INVITE') ? sdp : ''
        const rest = ['Contact: <sip:agent@127.0.0.1>', `Content-Type: ${type}`, `Content-Length: ${body.length}`, '', body]
        socket.send(['SIP/2.0 200 OK', ...head, ...rest].join('\r\n'))
      })
    })
    server.on('listening', async () => {
      const agent = new UserAgent({
        uri: UserAgent.makeURI('sip:kiosk@example.com'),
        transportOptions: { server: `ws://127.0.0.1:${server.address().port}` },
        sessionDescriptionHandlerFactory: handler, logBuiltinEnabled: false,
      })
      await agent.start()
      const call = new Inviter(agent, UserAgent.makeURI('sip:5000@example.com'))
      await call.invite()
      setTimeout(() => resolve(`${seen.join('+')} ${SessionState[call.state]}`), 1000)
    })
  })
}
void (async () => {
  for (const type of ['application/sdp', 'Application/SDP', 'application/sdp;charset=utf-8']) console.log(`${type}: ${await requests(type)}`)
  process.exit()
})()
JS
seen=$(timeout 60 node probe.cjs 2>&1 | paste -sd'|')
want='application/sdp: INVITE+ACK Established|Application/SDP: INVITE+ACK+BYE Terminated|application/sdp;charset=utf-8: INVITE+ACK+BYE Terminated'
[ "$seen" = "$want" ] || fail "changed: $seen"
echo "${0##*/}: sip.js 0.21.2 hangs up a call whose answer is of type Application/SDP or carries a charset"
