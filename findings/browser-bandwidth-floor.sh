#!/usr/bin/env bash
# Chromium refuses an answer whose audio bandwidth is below what the codec needs, and with it the whole call.
#
# Guess:   b=AS:40 beside PCMU is a hint: the browser ignores it for a codec of fixed rate, or sends less often.
# Happens: setRemoteDescription rejects ("Failed to set remote audio description send parameters"): b=AS or b=TIAS below
#          64 kbit/s with G.711 or G.722 as the first codec, below 6 with opus. The line at session level is ignored.
# Matters: rtpengine and proxies hand the telephone's b= on. A call that rang and was taken up ends at once, with no
#          hint of bandwidth. Cutting b= out of m=audio before setRemoteDescription is the cure.
# Seen:    Chromium 153.0.8010.0 (npm @sparticuz/chromium 153.0.0); Debian's Chromium 156; @roamhq/wrtc 0.10.0.
#          Upstream: flutter-webrtc/flutter-webrtc#1843.
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
    { payloads: '0', media: ['b=AS:64'] }, { payloads: '0', media: ['b=AS:63'] }, { payloads: '0 111', media: ['b=AS:40'] },
    { payloads: '9', media: ['b=TIAS:40000'] }, { payloads: '111', media: ['b=AS:6'] }, { payloads: '111', media: ['b=AS:5'] },
    { payloads: '0', session: ['b=AS:20'] },
  ]) seen.push(await page.evaluate(inPage, lines))
  console.log(seen.join(' '))
  await browser.close()
  process.exit()
})()
JS
seen=$(timeout 60 node probe.cjs 2>&1)
[ "$seen" = 'sendrecv refused refused refused sendrecv refused sendrecv' ] || fail "changed: $seen"
echo "${0##*/}: Chromium 153 refuses PCMU with b=AS:63 and opus with b=AS:5, and takes b=AS:20 at session level"
