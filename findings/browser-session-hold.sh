#!/usr/bin/env bash
# Chromium does not see that it was put on hold when the telephone says so at session level.
#
# Guess:   "a=sendonly" or "a=inactive" above the first m= line counts for every stream without a line of its own (RFC
#          8866, 6.7; RFC 3264, 5.1).
# Happens: the browser reads a direction below m= only. currentDirection stays sendrecv, the track is not muted, sound
#          and picture go on towards somebody who has put the customer on hold.
# Matters: "You are on hold" is not shown, and what is said in front of the kiosk is still sent. Copy the session's
#          direction into each m= section that has none before setRemoteDescription. rtpengine does that by itself, so
#          the fault appears only where a gateway leaves SDP alone. Session-level a=ptime is lost the same way.
# Seen:    Chromium 153.0.8010.0 (npm @sparticuz/chromium 153.0.0); Debian's Chromium 156; @roamhq/wrtc 0.10.0.
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 240 npm install --silent --no-audit --no-fund --ignore-scripts @sparticuz/chromium@153.0.0 playwright-core@1.65.1 \
  > npm.log 2>&1 || fail 'the packages could not be fetched; nothing was tried'
node -e "
const { readFileSync, writeFileSync } = require('fs'), { brotliDecompressSync } = require('zlib')
for (const [from, to] of [['chromium.br', 'chromium'], ['al2023.tar.br', 'libraries.tar']])
  writeFileSync(to, brotliDecompressSync(readFileSync('node_modules/@sparticuz/chromium/bin/' + from)), { mode: 0o755 })
" || fail 'Chromium cannot be unpacked'
# Where the system lacks a library, the package's own takes its place.
ldd chromium | grep -q 'not found' && tar -xf libraries.tar && export LD_LIBRARY_PATH=$work/lib
./chromium --version > /dev/null 2>&1 || fail 'Chromium does not start on this machine; nothing was tried'
cat > probe.cjs <<'JS'
const { chromium } = require('playwright-core')
/** What the page makes of an answer with these lines: its direction, or that it was refused and why. */
const inPage = async ({ payloads, session = [], media = [] }) => {
  const connection = new RTCPeerConnection()
  const transceiver = connection.addTransceiver('audio')
  await connection.setLocalDescription(await connection.createOffer())
  const sdp = [
    'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', ...session.filter((l) => l.startsWith('b=')), 't=0 0',
    ...session.filter((l) => l.startsWith('a=')), `m=audio 40000 UDP/TLS/RTP/SAVPF ${payloads}`, 'c=IN IP4 127.0.0.1',
    ...media.filter((l) => l.startsWith('b=')), 'a=mid:0', 'a=rtcp-mux', 'a=ice-ufrag:abcd', 'a=ice-pwd:abcdefghijklmnopqrstuvwx',
    `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`, 'a=setup:active', 'a=rtpmap:111 opus/48000/2'.repeat(payloads.includes('111')),
    ...media.filter((l) => l.startsWith('a=')), '',
  ].filter((line, at, all) => line !== '' || at === all.length - 1).join('\r\n')
  try {
    await connection.setRemoteDescription({ type: 'answer', sdp })
    return transceiver.currentDirection
  } catch {
    return 'refused'
  } finally {
    connection.close()
  }
}
void (async () => {
  const browser = await chromium.launch({ executablePath: './chromium', args: ['--no-sandbox'], timeout: 20_000 })
  const page = await browser.newPage()
  const seen = []
  for (const lines of [
    { payloads: '111', media: ['a=inactive'] }, { payloads: '111', session: ['a=inactive'] },
    { payloads: '111', media: ['a=sendonly'] }, { payloads: '111', session: ['a=sendonly'] },
  ]) seen.push(await page.evaluate(inPage, lines))
  console.log(seen.join(' '))
  await browser.close()
  process.exit()
})()
JS
seen=$(timeout 60 node probe.cjs 2>&1)
[ "$seen" = 'inactive sendrecv recvonly sendrecv' ] || fail "changed: $seen"
echo "${0##*/}: Chromium 153 ignores a=inactive and a=sendonly at session level (inactive, recvonly below m=; sendrecv above)"
