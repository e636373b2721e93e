#!/usr/bin/env bash
# One candidate with a transport that Chromium does not know, and it refuses the whole description.
#
# Guess:   the grammar leaves <transport> open (RFC 8839, 5.1); what is not understood is skipped, like any unknown
#          attribute.
# Happens: "Unsupported transport type", and setRemoteDescription rejects, though good UDP candidates stand beside it.
#          Unknown extensions at the end of a candidate and candidates of component 2 do no harm.
# Matters: TCP-SO, TCP-ACT and TCP-PASS stand in the SDP of equipment from the time of the drafts. The call ends when
#          it is answered. Drop lines whose transport is not udp or tcp. (rtpengine with ICE=force writes its own.)
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
    { payloads: '111', media: ['a=candidate:1 1 UDP 2130706431 127.0.0.1 40000 typ host future-word 1'] },
    { payloads: '111', media: ['a=candidate:1 2 UDP 2130706430 127.0.0.1 40001 typ host'] },
    { payloads: '111', media: ['a=candidate:1 1 UDP 2130706431 127.0.0.1 40000 typ host', 'a=candidate:2 1 TCP-SO 1 127.0.0.1 40002 typ host'] },
    { payloads: '111', media: ['a=x-unknown:1'] },
  ]) seen.push(await page.evaluate(inPage, lines))
  console.log(seen.join(' '))
  await browser.close()
  process.exit()
})()
JS
seen=$(timeout 60 node probe.cjs 2>&1)
[ "$seen" = 'sendrecv sendrecv refused sendrecv' ] || fail "changed: $seen"
echo "${0##*/}: Chromium 153 refuses an answer with a TCP-SO candidate beside a good one"
