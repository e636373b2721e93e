#!/usr/bin/env bash
# A line without a=mid is fine for Chromium, unless another line is called 0.
#
# Guess:   a=mid is optional (RFC 5888); descriptions of telephones have none, so a line that lacks it is numbered in a
#          way that cannot clash.
# Happens: the first line without a mid gets the name "0", whatever its place. Chromium calls its own first line 0, so
#          an intermediary that keeps the page's names and adds a line of its own (T.38, BFCP, slides, text) makes an
#          offer that is refused whole: "Duplicate a=mid value '0'", also when the line that was added has port 0.
# Matters: a re-INVITE for a fax tone or a conference's control line kills a talk. Give each nameless line a name
#          before setRemoteDescription.
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
  const audio = (...mid) => ['audio 40000 UDP/TLS/RTP/SAVPF 0', ...mid]
  const video = (port, ...mid) => [`video ${port} UDP/TLS/RTP/SAVPF 96`, 'a=rtpmap:96 VP8/90000', ...mid]
  const fax = ['image 40004 udptl t38']
  console.log(await page.evaluate(inPage, [audio(), video(40002)]))
  console.log(await page.evaluate(inPage, [audio('a=mid:audio'), video(40002)]))
  console.log(await page.evaluate(inPage, [audio('a=mid:0'), video(40002)]))
  console.log(await page.evaluate(inPage, [audio('a=mid:0'), video(0)]))
  console.log(await page.evaluate(inPage, [audio('a=mid:0'), fax]))
  console.log(await page.evaluate(inPage, [audio('a=mid:0'), [...fax, 'a=mid:1']]))
  await browser.close()
  process.exit()
})()
JS
timeout 60 node probe.cjs > seen 2>&1
cat > want <<'TEXT'
audio 9: 0, video 9: 96
audio 9: 0, video 9: 96
refused
refused
refused
audio 9: 0, image 0: 0
TEXT
diff want seen >&2 || fail 'changed, see above'
echo "${0##*/}: Chromium 153 refuses an offer in which one line is called 0 and another has no name"
