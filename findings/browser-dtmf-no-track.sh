#!/usr/bin/env bash
# Without a microphone the keypad plays along and sends nothing.
#
# Guess:   keys travel as packets of their own (RFC 4733), so they need no sound; or else canInsertDTMF is false.
# Happens: with no track on the sender (none from the start, or replaceTrack(null)), or one that has ended, canInsertDTMF
#          is true, insertDTMF() succeeds, "tonechange" comes for every key and at the end, and not one packet leaves.
#          The events ride on the frames of the sound. A muted track (enabled = false) does send them.
# Matters: once the microphone is unplugged the voice menu cannot be used any more, and no state tells. Mute by
#          track.enabled alone; put a silent track in the place of one that ended, or send keys by SIP INFO.
# Seen:    Chromium 153.0.8010.0 (npm @sparticuz/chromium 153.0.0), Debian's 156; werift 0.24.4 counts the packets.
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
const codec = (mimeType, payloadType) => new RTCRtpCodecParameters({ mimeType, clockRate: 8000, channels: 1, payloadType })

const offerInPage = async (how) => {
  globalThis.line = new RTCPeerConnection()
  if (how === 'none') line.addTransceiver('audio')
  else {
    const sound = new AudioContext()
    const tone = new OscillatorNode(sound)
    const { stream } = tone.connect(new MediaStreamAudioDestinationNode(sound))
    tone.start()
    line.addTrack(stream.getAudioTracks()[0], stream)
  }
  await line.setLocalDescription(await line.createOffer())
  for (let waited = 0; line.iceGatheringState !== 'complete' && waited < 50; waited += 1) await new Promise((resolve) => setTimeout(resolve, 100))
  return line.localDescription.sdp
}
const pressInPage = async ({ sdp, how }) => {
  await line.setRemoteDescription({ type: 'answer', sdp })
  for (let waited = 0; line.connectionState !== 'connected' && waited < 50; waited += 1) await new Promise((resolve) => setTimeout(resolve, 100))
  const [sender] = line.getSenders()
  if (how === 'muted') sender.track.enabled = false
  if (how === 'stopped') sender.track.stop()
  if (how === 'replaced') await sender.replaceTrack(null)
  await new Promise((resolve) => setTimeout(resolve, 500))
  let tones = 0
  sender.dtmf.ontonechange = () => (tones += 1)
  const { canInsertDTMF } = sender.dtmf
  sender.dtmf.insertDTMF('15', 160)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  line.close()
  return `can ${canInsertDTMF}, ${tones} tonechange`
}
async function keys(page, how) {
  const peer = new RTCPeerConnection({
    codecs: { audio: [codec('audio/PCMU', 0), codec('audio/telephone-event', 126)], video: [] },
    iceServers: [], iceUseIpv6: false, iceAdditionalHostAddresses: ['127.0.0.1'],
  })
  const heard = new Set()
  peer.onTrack.subscribe((track) => track.onReceiveRtp.subscribe(({ header, payload }) => {
    if (header.payloadType === 126) heard.add(payload[0])
  }))
  await peer.setRemoteDescription({ type: 'offer', sdp: await page.evaluate(offerInPage, how) })
  peer.getTransceivers()[0].setDirection('recvonly')
  await peer.setLocalDescription(await peer.createAnswer())
  const sdp = peer.localDescription.sdp.replace(' 110', '').replace(/a=(rtpmap|fmtp):110 .*\r\n/g, '')
  const said = await page.evaluate(pressInPage, { sdp, how })
  await peer.close()
  return `${how}: ${said}, heard ${heard.size}`
}
void (async () => {
  const args = ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--allow-loopback-in-peer-connection', '--disable-features=WebRtcHideLocalIpsWithMdns']
  const browser = await chromium.launch({ executablePath: './chromium', args, timeout: 20_000 })
  const page = await browser.newPage()
  for (const how of ['live', 'muted', 'stopped', 'none', 'replaced']) console.log(await keys(page, how))
  await browser.close()
  process.exit()
})()
JS
timeout 120 node probe.cjs > seen 2>&1
cat > want <<'TEXT'
live: can true, 3 tonechange, heard 2
muted: can true, 3 tonechange, heard 2
stopped: can true, 3 tonechange, heard 0
none: can true, 3 tonechange, heard 0
replaced: can true, 3 tonechange, heard 0
TEXT
diff want seen >&2 || fail 'changed, see above'
echo "${0##*/}: without a live track Chromium 153 says that keys can be sent and were, and sends none"
