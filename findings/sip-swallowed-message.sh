#!/usr/bin/env bash
# sip.js confirms a text sent within a call that no part of the application has seen.
#
# Guess:   a session without delegate.onMessage does not do MESSAGE: 405, or 415 for the type, so that the agent's
#          telephone shows the text as undelivered.
# Happens: MESSAGE, INFO and NOTIFY within a dialog are answered 200 by default, and Allow names them. (UPDATE, which it
#          does not know, gets 405; SUBSCRIBE 501.) The text is gone, and its sender holds a receipt.
# Matters: an agent types a link or a reference number into the telephone, reads "delivered", and the customer sees
#          nothing. The delegate must show it or refuse it by itself.
# Seen:    sip.js 0.21.2, ws 8.23.0.
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 120 npm install --silent --no-audit --no-fund --ignore-scripts sip.js@0.21.2 ws@8.23.0 \
  > npm.log 2>&1 || fail 'the packages could not be fetched; nothing was tried'
cat > probe.cjs <<'JS'
const WebSocket = (globalThis.WebSocket = require('ws'))
const { Inviter, UserAgent } = require('sip.js')
const sdp = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 4000 RTP/AVP 0', ''].join('\r\n')
const handler = () => ({
  hasDescription: () => true,
  getDescription: async () => ({ body: sdp, contentType: 'application/sdp' }),
  setDescription: async () => {},
  close() {},
})
const value = (text, name) => new RegExp(`^${name}: (.*)\r$`, 'im').exec(text)[1]

/** The status that a call without a delegate gives to this request of the other side. */
function status(method, headers, body) {
  return new Promise((resolve) => {
    const server = new WebSocket.Server({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' })
    setTimeout(resolve, 3000, 'no answer')
    let invite
    server.on('connection', (socket) => {
      socket.on('message', (data) => {
        const text = String(data)
        if (text.startsWith('SIP/2.0')) return resolve(text.split(' ')[1])
        if (text.startsWith('INVITE')) {
          invite = text
          const kept = text.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq):/i.test(line))
          const head = kept.map((line) => (/^to:/i.test(line) ? `${line};tag=s` : line))
          const rest = ['Contact: <sip:agent@127.0.0.1>', 'Content-Type: application/sdp', `Content-Length: ${sdp.length}`, '', sdp]
          socket.send(['SIP/2.0 200 OK', ...head, ...rest].join('\r\n'))
        }
        if (!text.startsWith('ACK')) return
        const target = /<(.*)>/.exec(value(invite, 'Contact'))[1]
        socket.send([
          `${method} ${target} SIP/2.0`, 'Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK1', 'Max-Forwards: 70', `From: ${value(invite, 'To')};tag=s`,
          `To: ${value(invite, 'From')}`, `Call-ID: ${value(invite, 'Call-ID')}`, `CSeq: 1 ${method}`, ...headers, `Content-Length: ${body.length}`, '', body,
        ].join('\r\n'))
      })
    })
    server.on('listening', async () => {
      const agent = new UserAgent({
        uri: UserAgent.makeURI('sip:kiosk@example.com'), sessionDescriptionHandlerFactory: handler, logBuiltinEnabled: false,
        transportOptions: { server: `ws://127.0.0.1:${server.address().port}` },
      })
      await agent.start()
      await new Inviter(agent, UserAgent.makeURI('sip:5000@example.com')).invite()
    })
  })
}
void (async () => {
  const seen = [
    ['MESSAGE', ['Content-Type: text/plain'], 'Your reference is 4711'], ['INFO', ['Content-Type: application/dtmf-relay'], 'Signal=5\r\nDuration=160'],
    ['NOTIFY', ['Event: talk', 'Subscription-State: active'], ''], ['UPDATE', [], ''],
  ]
  for (const [method, headers, body] of seen) console.log(`${method} ${await status(method, headers, body)}`)
  process.exit()
})()
JS
seen=$(timeout 60 node probe.cjs 2>&1 | paste -sd'|')
[ "$seen" = 'MESSAGE 200|INFO 200|NOTIFY 200|UPDATE 405' ] || fail "changed: $seen"
echo "${0##*/}: sip.js 0.21.2 answers 200 to MESSAGE, INFO and NOTIFY within a call that nobody listens to"
