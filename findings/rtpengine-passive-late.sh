#!/usr/bin/env bash
# rtpengine says that it waits for the handshake (a=setup:passive) when it has already begun it.
#
# Guess:   who answers a=setup:passive waits for the other side's ClientHello (RFC 5763, 5): with DTLS=passive in the answer
#          towards a page the page begins the handshake, and the call is heard.
# Happens: the page's offer is enough for rtpengine to look for a way. Where the browser answers that before the telephone is
#          picked up, rtpengine sends its ClientHello, as the active side; then its answer says passive. Chromium 156 sends
#          nothing after that: of 15 calls 12 stayed silent, connected by ICE, with DTLS for ever "connecting".
# Matters: the flag is meant for pages that a handshake cannot reach. Leave it out, or start the daemon with
#          --dtls-passive: then it waits from the beginning. The flag in the command for the page's offer does not do that.
# Seen:    rtpengine 10.5.3.5-1+deb12u1 (Debian 12); the calls with Chromium 156.0.8078.114.
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
server=
trap '[ -n "$server" ] && kill "$server" && wait "$server"; rm -rf "$work"' EXIT
cd "$work" && mkdir -p debs/partial root
pinned=rtpengine-daemon=10.5.3.5-1+deb12u1
(cd debs && apt-get -qq download "$pinned") 2> /dev/null ||
  fail "$pinned (Debian 12) cannot be fetched any more, or there is no network; nothing was tried"
# Libraries that are not installed come along.
apt-get -qq install -y --download-only --no-install-recommends -o Dir::Cache::archives="$work/debs" "$pinned" > /dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" root || fail 'a package cannot be unpacked'; done
export LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu)
start() {
  port=$((20000 + RANDOM % 20000))
  root/usr/bin/rtpengine --config-file=none --table=-1 --interface=127.0.0.1 --listen-ng="127.0.0.1:$port" --foreground \
    --log-stderr --log-level=5 --port-min=44000 --port-max=44400 "$@" > rtpengine.log 2>&1 &
  server=$!
}
cat > probe.cjs <<'JS'
const { randomUUID, createHmac } = require('node:crypto')
const { createSocket } = require('node:dgram')
const port = Number(process.argv[2])
const host = '127.0.0.1'
const bencode = (value) =>
  Array.isArray(value)
    ? `l${value.map(bencode).join('')}e`
    : typeof value === 'object'
      ? `d${Object.entries(value).sort().flat().map(bencode).join('')}e`
      : `${Buffer.byteLength(value)}:${value}`

/** One command; the answer's text, which has the SDP in it. Tried for five seconds, while the daemon starts. */
async function command(request) {
  const socket = createSocket('udp4')
  const cookie = randomUUID()
  for (let tries = 0; tries < 10; tries += 1) {
    const reply = await new Promise((resolve) => {
      socket.once('message', resolve).send(`${cookie} ${bencode(request)}`, port, host)
      setTimeout(resolve, 500)
    })
    if (reply) return socket.close(), String(reply)
  }
  return 'no answer'
}
const crc32 = (bytes) => {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
const password = 'abcdefghijklmnopqrstuvwx'
/** The success response of an ICE agent to this check (RFC 8489). */
function confirm(check, { address, port: from }) {
  const attribute = (type, value) => {
    const head = Buffer.alloc(4)
    head.writeUInt16BE(type)
    head.writeUInt16BE(value.length, 2)
    return Buffer.concat([head, value])
  }
  const mapped = Buffer.alloc(8)
  mapped.writeUInt16BE(1)
  mapped.writeUInt16BE(from ^ 0x2112, 2)
  address.split('.').forEach((part, at) => mapped.writeUInt8(Number(part) ^ [0x21, 0x12, 0xa4, 0x42][at], 4 + at))
  let message = Buffer.concat([check.subarray(0, 20), attribute(0x20, mapped)])
  message.writeUInt16BE(0x0101)
  message.writeUInt16BE(message.length - 20 + 24, 2)
  message = Buffer.concat([message, attribute(8, createHmac('sha1', password).update(message).digest())])
  message.writeUInt16BE(message.length - 20 + 8, 2)
  const crc = Buffer.alloc(4)
  crc.writeUInt32BE((crc32(message) ^ 0x5354554e) >>> 0)
  return Buffer.concat([message, attribute(0x8028, crc)])
}
const session = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0']

/** Whether a ClientHello has come before the answer, and the role in the answer, which is asked to be passive. */
async function call(isPageThere) {
  const media = createSocket('udp4')
  await new Promise((resolve) => media.bind(0, host, resolve))
  let hello = 'no hello'
  const came = new Promise((resolve) => {
    media.on('message', (packet, from) => {
      // A handshake record whose message is a ClientHello.
      if (packet[0] === 22 && packet[13] === 1) resolve((hello = 'hello'))
      if (isPageThere && packet.readUInt16BE(0) === 1) media.send(confirm(packet, from), from.port, from.address)
    })
    setTimeout(resolve, 2000)
  })
  const page = [
    ...session, `m=audio ${media.address().port} UDP/TLS/RTP/SAVPF 8`, 'a=mid:0', 'a=rtpmap:8 PCMA/8000', 'a=ice-ufrag:abcd',
    `a=ice-pwd:${password}`, `a=candidate:1 1 udp 2122260223 127.0.0.1 ${media.address().port} typ host`, 'a=setup:actpass',
    `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`, 'a=rtcp-mux', 'a=sendrecv', '',
  ].join('\r\n')
  const phone = [...session, 'm=audio 40000 RTP/AVP 8', 'a=rtpmap:8 PCMA/8000', ''].join('\r\n')
  const ids = { 'call-id': randomUUID(), 'from-tag': 'page' }
  await command({ command: 'offer', ...ids, sdp: page, ICE: 'remove', 'transport-protocol': 'RTP/AVP', 'rtcp-mux': ['demux'] })
  await came
  const before = hello
  const reply = await command({
    command: 'answer', ...ids, 'to-tag': 'phone', sdp: phone, ICE: 'force', 'transport-protocol': 'UDP/TLS/RTP/SAVPF', DTLS: 'passive',
  })
  media.close()
  return `${before}, ${/a=setup:\w+/.exec(reply)?.[0] ?? reply}`
}
void (async () => {
  const seen = []
  for (const isPageThere of [false, true]) seen.push(await call(isPageThere))
  console.log(seen.join('; '))
  process.exit()
})()
JS
start
seen=$(timeout 60 node probe.cjs "$port" 2>&1)
[ "$seen" = 'no hello, a=setup:passive; hello, a=setup:passive' ] || fail "changed: $seen $(tail -3 rtpengine.log)"
kill "$server" && wait "$server"
start --dtls-passive
cured=$(timeout 60 node probe.cjs "$port" 2>&1)
[ "$cured" = 'no hello, a=setup:passive; no hello, a=setup:passive' ] || fail "changed: with --dtls-passive $cured $(tail -3 rtpengine.log)"
echo "${0##*/}: rtpengine 10.5.3.5 sends a ClientHello and then says a=setup:passive, unless it was started with --dtls-passive ($seen)"
