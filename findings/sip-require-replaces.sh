#!/usr/bin/env bash
# sip.js rings for calls that it must refuse: Require of what it does not know, and Replaces of a call it never had.
#
# Guess:   an INVITE with "Require: X" that a client does not know is answered 420 (RFC 3261, 8.2.2.3), one with a
#          "Replaces" that fits no dialog 481 (RFC 3891, 3).
# Happens: sip.js announces neither and answers 180 and 200 to both, as to any new call.
# Matters: an attended transfer to an agent's browser leaves the first call standing beside the new one, and a gateway
#          that requires an extension (timer, resource-priority) is told it got it. An application must look at the
#          headers of the invitation itself before it rings.
# Seen:    sip.js 0.21.2, ws 8.23.0. (linphone 5.1.65 takes an unknown Require too; baresip 1.0.0 answers 420.)
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 120 npm install --silent --no-audit --no-fund --ignore-scripts sip.js@0.21.2 ws@8.23.0 \
  > npm.log 2>&1 || fail 'the packages could not be fetched; nothing was tried'
cat > probe.cjs <<'JS'
const WebSocket = (globalThis.WebSocket = require('ws'))
const { UserAgent } = require('sip.js')
const sdp = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 4000 RTP/AVP 0', ''].join('\r\n')
const handler = () => ({
  hasDescription: () => true,
  getDescription: async () => ({ body: sdp, contentType: 'application/sdp' }),
  setDescription: async () => {},
  close() {},
})
const invite = (target, header) => [
  `INVITE ${target} SIP/2.0`, 'Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK1', 'Max-Forwards: 70',
  'From: <sip:gateway@example.com>;tag=1', 'To: <sip:agent@example.com>', 'Call-ID: 1', 'CSeq: 1 INVITE',
  'Contact: <sip:gateway@127.0.0.1>', header, 'Content-Type: application/sdp', `Content-Length: ${sdp.length}`, '', sdp,
].join('\r\n')

/** The statuses that a page which takes every call answers an INVITE with. */
function statuses(header) {
  return new Promise((resolve) => {
    const seen = []
    const server = new WebSocket.Server({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' })
    server.on('connection', (socket) => {
      socket.on('message', (data) => {
        const status = /^SIP\/2.0 (\d+)/.exec(String(data))
        if (status) seen.push(status[1])
      })
    })
    server.on('listening', async () => {
      const agent = new UserAgent({
        uri: UserAgent.makeURI('sip:agent@example.com'),
        transportOptions: { server: `ws://127.0.0.1:${server.address().port}` },
        sessionDescriptionHandlerFactory: handler, logBuiltinEnabled: false,
        delegate: { onInvite: (call) => void call.accept() },
      })
      await agent.start()
      for (const socket of server.clients) socket.send(invite(agent.contact.uri.toString(), header))
      setTimeout(() => resolve([...new Set(seen)].join('+')), 400)
    })
  })
}
void (async () => {
  for (const header of ['Require: resource-priority', 'Replaces: nobody@example.com;to-tag=1;from-tag=2']) console.log(await statuses(header))
  process.exit()
})()
JS
seen=$(timeout 60 node probe.cjs 2>&1 | paste -sd'|')
[ "$seen" = '100+180+200|100+180+200' ] || fail "changed: $seen"
echo "${0##*/}: sip.js 0.21.2 rings and answers 200 to an unknown Require and to a Replaces that fits no call"
