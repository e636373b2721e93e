#!/usr/bin/env bash
# sip.js and JsSIP do not send ACK and BYE to the Contact that they were given, but to one they wrote anew.
#
# Guess:   the remote target is the Contact's URI as it stands (RFC 3261, 12.1.2); what nobody understands is passed on.
# Happens: 1. ";" "=" "," "&" "$" in the user part, which RFC 3261 allows there unescaped and trunk groups (RFC 4904)
#             and telephone-subscribers (RFC 3966) need, come back as %3B, %3D ... : by 19.1.4 another address.
#          2. ";maddr=" takes the place of the host, so that the name of the real host is lost.
# Matters: a trunk gateway that finds calls by its own Contact gets an ACK for nobody: it repeats its 200 for 32 s and
#          drops the call; the BYE of a customer who hangs up misses as well. A proxy in front can undo it.
# Seen:    sip.js 0.21.2 (on the wire), jssip 3.13.8 (what it would write), ws 8.23.0. Kindred: versatica/JsSIP#909.
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 120 npm install --silent --no-audit --no-fund --ignore-scripts sip.js@0.21.2 jssip@3.13.8 ws@8.23.0 \
  > npm.log 2>&1 || fail 'the packages could not be fetched; nothing was tried'
cat > probe.cjs <<'JS'
const WebSocket = (globalThis.WebSocket = require('ws'))
const { Inviter, UserAgent } = require('sip.js')
const { NameAddrHeader } = require('jssip')
const sdp = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 4000 RTP/AVP 0', ''].join('\r\n')
const handler = () => ({
  hasDescription: () => true,
  getDescription: async () => ({ body: sdp, contentType: 'application/sdp' }),
  setDescription: async () => {},
  close() {},
})

/** The address in the ACK to a 200 that has this Contact. */
function acknowledged(contact) {
  return new Promise((resolve) => {
    const server = new WebSocket.Server({ port: 0, host: '127.0.0.1', handleProtocols: () => 'sip' })
    setTimeout(resolve, 3000, 'no ACK')
    server.on('connection', (socket) => {
      socket.on('message', (data) => {
        const text = String(data)
        if (text.startsWith('ACK')) resolve(text.split(' ')[1])
        if (!text.startsWith('INVITE')) return
        const kept = text.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq):/i.test(line))
        const head = kept.map((line) => (/^to:/i.test(line) ? `${line};tag=s` : line))
        const rest = [`Contact: <${contact}>`, 'Content-Type: application/sdp', `Content-Length: ${sdp.length}`, '', sdp]
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
      await new Inviter(agent, UserAgent.makeURI('sip:5000@example.com')).invite()
    })
  })
}
void (async () => {
  for (const contact of ['sip:+4930555014;tgrp=t1;trunk-context=example.com@192.0.2.1', 'sip:agent@example.com;maddr=192.0.2.1']) {
    console.log(`${await acknowledged(contact)} ${NameAddrHeader.parse(`<${contact}>`).uri}`)
  }
  process.exit()
})()
JS
seen=$(timeout 60 node probe.cjs 2>&1 | paste -sd'|')
trunk='sip:+4930555014%3Btgrp%3Dt1%3Btrunk-context%3Dexample.com@192.0.2.1'
other='sip:agent@192.0.2.1;maddr=192.0.2.1'
[ "$seen" = "$trunk $trunk|$other $other" ] || fail "changed: $seen"
echo "${0##*/}: sip.js 0.21.2 and JsSIP 3.13.8 write a trunk group's Contact anew: $trunk"
