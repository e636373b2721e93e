#!/usr/bin/env bash
# The two usual SDP libraries change a description that they merely read and write again.
#
# Guess:   parse, then write, gives the same lines, perhaps in another order; an unknown line is kept.
# Happens: sdp-transform: "m=audio 5004/2" (two ports, RFC 8866) becomes "m=undefined NaN undefined"; a session version
#          above 2^53 is rounded (that of the next re-INVITE may round to the same: "nothing has changed"); of two
#          fingerprints the first, of two options of a=ice-options the second is lost; k=, e= and p= vanish.
#          sdp: parseFmtp cuts a value at its first "=": sprop-parameter-sets of H.264 (base64) lose their padding.
# Matters: JsSIP and mediasoup write with the first, webrtc-adapter reads with the second. Callpoint changes single
#          lines of the text instead.
# Seen:    sdp-transform 3.0.0, sdp 3.2.1. Kindred: ibc/libsdptransform#10, #16.
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json
timeout 120 npm install --silent --no-audit --no-fund --ignore-scripts sdp-transform@3.0.0 sdp@3.2.1 \
  > npm.log 2>&1 || fail 'the packages could not be fetched; nothing was tried'
cat > probe.cjs <<'JS'
const { parse, write } = require('sdp-transform')
const { parseFmtp } = require('sdp')

/** What stands after reading and writing where `line` stood before: the lines that are new, or "gone". */
function after(line, isMedia = false) {
  const session = ['v=0', isMedia || !line.startsWith('o=') ? 'o=- 1 1 IN IP4 127.0.0.1' : line, 's=-', 't=0 0']
  const media = line.startsWith('m=') ? [line] : ['m=audio 5004 RTP/AVP 0', ...(line.startsWith('o=') ? [] : line.split('\n'))]
  const before = [...session, ...media]
  const now = write(parse([...before, ''].join('\r\n'))).trim().split('\r\n')
  const fresh = now.filter((one) => !before.includes(one))
  const lost = before.filter((one) => !now.includes(one))
  return lost.length === 0 ? 'kept' : fresh.join(',') || `gone: ${lost.join(',')}`
}
console.log(after('a=rtpmap:0 PCMU/8000'))
console.log(after('m=audio 5004/2 RTP/AVP 0'))
console.log(after('o=- 1 18446744073709551615 IN IP4 127.0.0.1'))
console.log(after('a=ice-options:trickle ice2'))
console.log(after('a=fingerprint:sha-512 AA:BB\na=fingerprint:sha-256 CC:DD'))
console.log(after('k=prompt'))
console.log(parseFmtp('a=fmtp:98 sprop-parameter-sets=Z0IACg==,aM4=;packetization-mode=1')['sprop-parameter-sets'])
JS
timeout 60 node probe.cjs > seen 2>&1
cat > want <<'TEXT'
kept
m=undefined NaN undefined
o=- 1 18446744073709552000 IN IP4 127.0.0.1
a=ice-options:trickle
gone: a=fingerprint:sha-512 AA:BB
gone: k=prompt
Z0IACg
TEXT
diff want seen >&2 || fail 'changed, see above'
echo "${0##*/}: sdp-transform 3.0.0 and sdp 3.2.1 lose parts of valid SDP (ports, versions, ice2, a fingerprint, padding)"
