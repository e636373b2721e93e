#!/usr/bin/env bash
# Firefox goes on sending the last picture of a camera that was taken out of a call.
#
# Guess:   after replaceTrack(null) a sender sends nothing more (WebRTC 1.0, 5.2): the other side's picture stands still,
#          and no frame of it arrives.
# Happens: Firefox encodes the last frame again, about once a second, for as long as the call lasts; the other side goes on
#          to decode frames. With parameters that set `active: false` it stops, and begins again with `true`.
# Matters: a customer who has switched the camera off is still seen by the agent, and the light of the camera is off.
#          Switch the encoding off before the track is taken out.
# Seen:    firefox-esr 153.8.0esr-1~deb12u1 (Debian 12), by puppeteer-core 24.43.1.
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
version=153.8.0esr-1~deb12u1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 240 npm install --silent --no-audit --no-fund --ignore-scripts puppeteer-core@24.43.1 > npm.log 2>&1 \
  || fail 'puppeteer-core could not be fetched; nothing was tried'
timeout 240 apt-get download "firefox-esr=$version" > apt.log 2>&1 && dpkg-deb -x firefox-esr_*.deb firefox \
  || fail "firefox-esr $version could not be fetched; nothing was tried"
cat > probe.cjs <<'JS'
const puppeteer = require('puppeteer-core')
const { createServer } = require('node:http')
const { once } = require('node:events')
/** Frames that the other side decodes within four seconds: with the camera, without it, and without the encoding. */
const inPage = async () => {
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
  const stream = await navigator.mediaDevices.getUserMedia({ video: true })
  const [one, other] = [new RTCPeerConnection(), new RTCPeerConnection()]
  one.onicecandidate = ({ candidate }) => candidate && other.addIceCandidate(candidate)
  other.onicecandidate = ({ candidate }) => candidate && one.addIceCandidate(candidate)
  const sender = one.addTrack(stream.getVideoTracks()[0], stream)
  await one.setLocalDescription()
  await other.setRemoteDescription(one.localDescription)
  await other.setLocalDescription()
  await one.setRemoteDescription(other.localDescription)
  const decoded = async () => {
    let frames = 0
    for (const entry of (await other.getStats()).values()) if (entry.type === 'inbound-rtp') frames = entry.framesDecoded ?? 0
    return frames
  }
  while ((await decoded()) < 30) await pause(100)
  const within = async () => {
    await pause(2000)
    const before = await decoded()
    await pause(4000)
    return (await decoded()) - before
  }
  const seen = [await within()]
  await sender.replaceTrack(null)
  seen.push(await within())
  const parameters = sender.getParameters()
  for (const encoding of parameters.encodings) encoding.active = false
  await sender.setParameters(parameters)
  seen.push(await within())
  one.close()
  other.close()
  for (const track of stream.getTracks()) track.stop()
  return seen
}
void (async () => {
  const server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<!doctype html>'))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const browser = await puppeteer.launch({
    browser: 'firefox', executablePath: 'firefox/usr/lib/firefox-esr/firefox-esr', headless: true,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true, 'media.navigator.permission.disabled': true,
      'media.peerconnection.ice.loopback': true, 'media.peerconnection.ice.obfuscate_host_addresses': false,
    },
  })
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  console.log((await page.evaluate(inPage)).join(' '))
  await browser.close()
  process.exit()
})().catch((error) => { console.error(error.message); process.exit(1) })
JS
HOME=$work timeout 120 node probe.cjs > seen.txt 2> seen.err || fail "Firefox could not be asked: $(tail -1 seen.err)"
read -r with without off < seen.txt
echo "firefox-esr $version: frames decoded in 4 s: $with with the camera, $without after replaceTrack(null), $off with the encoding off"
[ "$with" -gt 40 ] && [ "$without" -ge 2 ] && [ "$without" -le 10 ] && [ "$off" -eq 0 ] \
  || fail 'that is not what was seen before'
