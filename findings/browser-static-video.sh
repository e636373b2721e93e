#!/usr/bin/env bash
# Chromium declines a foreign video codec politely, but only if it is written out.
#
# Guess:   a video line with nothing but H.263 is answered with port 0, and the call goes on with sound.
# Happens: so it is with "a=rtpmap:34 H263/90000". Without it, and 31, 34 and 26 need none since RFC 3551 fixes them,
#          setRemoteDescription rejects the whole offer, sound included. One known codec beside it heals it.
# Matters: an old video telephone's re-INVITE ends in 488 or an ended call, depending on the library, though its sound
#          would do. Set the port of such a line to 0 before setRemoteDescription.
# Seen:    Chromium 153.0.8010.0 (npm @sparticuz/chromium 153.0.0); Debian's Chromium 156.
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
  const audio = ['audio 40000 UDP/TLS/RTP/SAVPF 0', 'a=mid:0']
  for (const [payloads, ...lines] of [['34', 'a=rtpmap:34 H263/90000'], ['34'], ['31'], ['34 96', 'a=rtpmap:96 VP8/90000']]) {
    const video = [`video 40002 UDP/TLS/RTP/SAVPF ${payloads}`, 'a=mid:1', ...lines]
    console.log(`${[payloads, ...lines].join(' ')} -> ${await page.evaluate(inPage, [audio, video])}`)
  }
  await browser.close()
  process.exit()
})()
JS
timeout 60 node probe.cjs > seen 2>&1
cat > want <<'TEXT'
34 a=rtpmap:34 H263/90000 -> audio 9: 0, video 0: 0
34 -> refused
31 -> refused
34 96 a=rtpmap:96 VP8/90000 -> audio 9: 0, video 9: 96
TEXT
diff want seen >&2 || fail 'changed, see above'
echo "${0##*/}: Chromium 153 refuses a whole offer for a video line of H.263 without rtpmap, and declines the line with one"
