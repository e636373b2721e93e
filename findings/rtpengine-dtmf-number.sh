#!/usr/bin/env bash
# rtpengine takes the keypad away when a telephone answers telephone-event under its own number.
#
# Guess:   a browser offers 126 telephone-event/8000, the telephone answers "8 101": each side may number dynamic
#          payloads as it likes (RFC 3264, 6.1 asks for the same number with SHOULD only), the media relay maps or passes.
# Happens: opus that is answered as 96 comes back as the 111 of the offer, but telephone-event is dropped without a word.
#          The page is left with PCMA alone: sender.dtmf.canInsertDTMF is false, insertDTMF() throws.
# Matters: a telephone that says 101 whatever was offered makes a voice menu unreachable from the kiosk. The keypad must
#          fall back to SIP INFO when canInsertDTMF is false, and say so when neither works.
# Seen:    rtpengine 10.5.3.5-1+deb12u1 (Debian 12). Upstream: sipwise/rtpengine#1470, #1556, #1740 ("an improvement").
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
port=$((20000 + RANDOM % 20000))
root/usr/bin/rtpengine --config-file=none --table=-1 --interface=127.0.0.1 --listen-ng="127.0.0.1:$port" \
  --foreground --log-stderr --log-level=5 --port-min=44000 --port-max=44400 > rtpengine.log 2>&1 &
server=$!
cat > probe.cjs <<'JS'
const { randomUUID } = require('node:crypto')
const { createSocket } = require('node:dgram')
const port = Number(process.argv[2])
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
      socket.once('message', resolve).send(`${cookie} ${bencode(request)}`, port, '127.0.0.1')
      setTimeout(resolve, 500)
    })
    if (reply) return socket.close(), String(reply)
  }
  return 'no answer'
}
const session = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0']
const page = [
  ...session, 'm=audio 50000 UDP/TLS/RTP/SAVPF 111 8 126', 'a=mid:0', 'a=rtpmap:111 opus/48000/2', 'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:126 telephone-event/8000', 'a=ice-ufrag:abcd', 'a=ice-pwd:abcdefghijklmnopqrstuvwx', 'a=setup:actpass',
  `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`, 'a=rtcp-mux', 'a=sendrecv', '',
].join('\r\n')
const telephone = (audio, keys) =>
  [...session, `m=audio 40000 RTP/AVP ${audio[0]} ${keys}`, `a=rtpmap:${audio.join(' ')}`, `a=rtpmap:${keys} telephone-event/8000`, ''].join('\r\n')

/** The payloads that the page gets for this answer. */
async function heard(answer) {
  const ids = { 'call-id': randomUUID(), 'from-tag': 'page' }
  await command({ command: 'offer', ...ids, sdp: page, ICE: 'remove', 'transport-protocol': 'RTP/AVP' })
  const text = await command({ command: 'answer', ...ids, 'to-tag': 'phone', sdp: answer, ICE: 'force', 'transport-protocol': 'UDP/TLS/RTP/SAVPF' })
  return [...text.matchAll(/a=rtpmap:(\S+ [^/]+)/g)].map(([, map]) => map).join('+') || text
}
void (async () => {
  const seen = []
  for (const keys of [126, 101]) seen.push(await heard(telephone([8, 'PCMA/8000'], keys)))
  console.log(seen.join('; '))
  process.exit()
})()
JS
seen=$(timeout 60 node probe.cjs "$port" 2>&1)
[ "$seen" = '8 PCMA+126 telephone-event; 8 PCMA' ] || fail "changed: $seen $(tail -3 rtpengine.log)"
echo "${0##*/}: rtpengine 10.5.3.5 drops telephone-event from an answer that numbers it 101 instead of 126 ($seen)"
