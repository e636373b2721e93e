#!/usr/bin/env bash
# Chromium agrees to a call in which only keys can be sent: no speech, no error.
#
# Guess:   an offer with no common audio codec (G.729 alone, or AMR-WB) is answered with port 0 or refused.
# Happens: so it is, unless telephone-event stands beside the codec, as it does in nearly every telephone's offer. Then
#          the answer is telephone-event alone (or comfort noise and telephone-event): signalled well, ICE and DTLS
#          come up, and both sides hear nothing. An answer of that kind is taken as well, without a word.
# Matters: a re-INVITE after a transfer to a G.729 line turns a talk silent, and every state says "connected". Look in
#          the answer for a payload that is neither telephone-event nor CN, and refuse with 488 where there is none.
# Seen:    Chromium 153.0.8010.0 (npm @sparticuz/chromium 153.0.0); Debian's Chromium 156. The older engine in
#          @roamhq/wrtc 0.10.0 rejects an answer with telephone-event alone.
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
/** The m-lines of the page's answer to an offer with these sections, or "refused". */
const inPage = async (sections) => {
  const secure = ['c=IN IP4 127.0.0.1', 'a=rtcp-mux', 'a=ice-ufrag:abcd', 'a=ice-pwd:abcdefghijklmnopqrstuvwx', 'a=setup:actpass', `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`]
  const media = sections.flatMap(([first, ...rest]) => [`m=${first}`, ...secure, ...rest])
  const connection = new RTCPeerConnection()
  try {
    const sdp = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', ...media, ''].join('\r\n')
    await connection.setRemoteDescription({ type: 'offer', sdp })
    await connection.setLocalDescription(await connection.createAnswer())
    return [...connection.localDescription.sdp.matchAll(/^m=(\w+ \d+) \S+ (.*)$/gm)].map(([, kind, payloads]) => `${kind}: ${payloads}`).join(', ')
  } catch {
    return 'refused'
  } finally {
    connection.close()
  }
}
void (async () => {
  const browser = await chromium.launch({ executablePath: './chromium', args: ['--no-sandbox'], timeout: 20_000 })
  const page = await browser.newPage()
  const keys = 'a=rtpmap:101 telephone-event/8000'
  const cases = [['18'], ['18 101', keys], ['97 101', 'a=rtpmap:97 AMR-WB/16000', keys], ['18 13 101', keys], ['18 0 101', keys]]
  for (const [payloads, ...lines] of cases) {
    console.log(`${payloads} -> ${await page.evaluate(inPage, [[`audio 40000 UDP/TLS/RTP/SAVPF ${payloads}`, ...lines]])}`)
  }
  await browser.close()
  process.exit()
})()
JS
timeout 60 node probe.cjs > seen 2>&1
cat > want <<'TEXT'
18 -> audio 0: 0
18 101 -> audio 9: 101
97 101 -> audio 9: 101
18 13 101 -> audio 9: 13 101
18 0 101 -> audio 9: 0 101
TEXT
diff want seen >&2 || fail 'changed, see above'
echo "${0##*/}: Chromium 153 answers an offer of G.729 and telephone-event with telephone-event alone"
