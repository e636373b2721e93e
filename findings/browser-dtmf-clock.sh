#!/usr/bin/env bash
# A key of the keypad lasts a sixth of its time beside opus, and six times too long beside G.711.
#
# Guess:   Chromium offers telephone-event for both clocks and sends the one whose clock is the codec's (RFC 4733, 2.1);
#          insertDTMF('1', 100) is some 100 ms of packets with a marker at the start and three ends.
# Happens: where 48000 and 8000 are both agreed, 8000 wins beside opus, and its ticks are counted on opus's clock: 100 ms
#          are over within one packet, so only three END packets leave, all at once. 160 ms give one packet before
#          them; 500 ms give what 100 should. The other way round (PCMU, 48000 alone) 100 ms last 580 ms.
# Matters: telephones and menus that wait for a beginning hear nothing. baresip 1.0.0 answers opus with 8000 alone (and lost
#          keys of 100 ms, none of 160: this fits), linphone 5.1.65 with both. There 100 ms must be asked for as 600 ms,
#          or, of both, the line of 8000 be taken out of the answer before setRemoteDescription.
# Seen:    Chromium 153.0.8010.0 (npm @sparticuz/chromium 153.0.0), Debian's 156, Electron 25.1.1; werift 0.24.4 counts the
#          packets. Upstream: onsip/SIP.js#968, closed as the browser's fault.
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 240 npm install --silent --no-audit --no-fund --ignore-scripts @sparticuz/chromium@153.0.0 playwright-core@1.65.1 werift@0.24.4 \
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
const { RTCPeerConnection, RTCRtpCodecParameters } = require('werift')

const offerInPage = async () => {
  const sound = new AudioContext()
  const tone = new OscillatorNode(sound)
  const { stream } = tone.connect(new MediaStreamAudioDestinationNode(sound))
  tone.start()
  globalThis.line = new RTCPeerConnection()
  globalThis.sender = line.addTrack(stream.getAudioTracks()[0], stream)
  await line.setLocalDescription(await line.createOffer())
  for (let waited = 0; line.iceGatheringState !== 'complete' && waited < 50; waited += 1) await new Promise((resolve) => setTimeout(resolve, 100))
  return line.localDescription.sdp
}
const pressInPage = async ({ sdp, ms }) => {
  await line.setRemoteDescription({ type: 'answer', sdp })
  for (let waited = 0; line.connectionState !== 'connected' && waited < 50; waited += 1) await new Promise((resolve) => setTimeout(resolve, 100))
  setTimeout(() => sender.dtmf.insertDTMF('1', ms), 500)
  await new Promise((resolve) => setTimeout(resolve, 2000))
  line.close()
}
/** How a key of `ms` arrives: packets before the three ends, when audio and these clocks of keys are agreed. */
async function packets(page, audio, clocks, ms) {
  const codecs = [audio, ...clocks.map((clock) => ['audio/telephone-event', clock, 1, clock === 8000 ? 126 : 110])]
  const peer = new RTCPeerConnection({
    codecs: { audio: codecs.map(([mimeType, clockRate, channels, payloadType]) => new RTCRtpCodecParameters({ mimeType, clockRate, channels, payloadType })), video: [] },
    iceServers: [], iceUseIpv6: false, iceAdditionalHostAddresses: ['127.0.0.1'],
  })
  const events = []
  peer.onTrack.subscribe((track) => track.onReceiveRtp.subscribe(({ header, payload }) => {
    if (header.payloadType === 110 || header.payloadType === 126) events.push(payload[1] > 127)
  }))
  await peer.setRemoteDescription({ type: 'offer', sdp: await page.evaluate(offerInPage) })
  peer.getTransceivers()[0].setDirection('recvonly')
  await peer.setLocalDescription(await peer.createAnswer())
  // werift takes telephone-event whatever its clock: what was not asked for goes.
  const wrong = [8000, 48000].filter((clock) => !clocks.includes(clock)).map((clock) => (clock === 8000 ? 126 : 110))
  let { sdp } = peer.localDescription
  for (const payload of wrong) sdp = sdp.replace(` ${payload}`, '').replace(new RegExp(`a=(rtpmap|fmtp|rtcp-fb):${payload} .*\r\n`, 'g'), '')
  await page.evaluate(pressInPage, { sdp, ms })
  await peer.close()
  return `${events.filter((isEnd) => !isEnd).length}+${events.filter(Boolean).length}`
}
void (async () => {
  const args = ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--allow-loopback-in-peer-connection', '--disable-features=WebRtcHideLocalIpsWithMdns']
  const browser = await chromium.launch({ executablePath: './chromium', args, timeout: 20_000 })
  const page = await browser.newPage()
  const opus = ['audio/opus', 48000, 2, 111]
  const pcmu = ['audio/PCMU', 8000, 1, 0]
  for (const [audio, clocks, ms] of [[opus, [48000], 100], [opus, [48000, 8000], 100], [opus, [8000], 160], [opus, [48000, 8000], 500], [pcmu, [8000], 100], [pcmu, [48000], 100]]) {
    console.log(`${audio[0].slice(6)} ${clocks.join('/')} ${ms} ms: ${await packets(page, audio, clocks, ms)}`)
  }
  await browser.close()
  process.exit()
})()
JS
timeout 120 node probe.cjs > seen 2>&1
cat > want <<'TEXT'
opus 48000 100 ms: 4+3
opus 48000/8000 100 ms: 0+3
opus 8000 160 ms: 1+3
opus 48000/8000 500 ms: 4+3
PCMU 8000 100 ms: 4+3
PCMU 48000 100 ms: 29+3
TEXT
diff want seen >&2 || fail 'changed, see above'
echo "${0##*/}: beside opus and telephone-event/8000 Chromium 153 sends a key of 100 ms as three end packets and nothing else"
