#!/usr/bin/env bash
# Kamailio's own defaults end every quiet WebSocket after two minutes, before its first ping is due.
#
# Guess:   the websocket module pings idle clients (keepalive_mechanism is on), so an idle but healthy line stays.
# Happens: the ping comes after 180 s (keepalive_timeout), yet the core drops a TCP connection that was silent for 120 s
#          (tcp_connection_lifetime). No close frame, no reason: the page sees 1006. What the client sends counts, be it
#          four bytes (CRLF CRLF, RFC 5626) or a ping frame; browsers can only send the former.
# Matters: a kiosk that dials out and does not register, in a long talk without signalling: the agent's BYE finds no
#          connection. Send CRLF at least every 100 s, or set tcp_connection_lifetime above keepalive_timeout.
# Seen:    kamailio and kamailio-websocket-modules 5.6.3-2 (Debian 12), ws 8.23.0. Takes 140 s.
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
server=
trap '[ -n "$server" ] && kill "$server" && wait "$server"; rm -rf "$work"' EXIT
cd "$work" && echo '{"private":true}' > package.json && mkdir -p debs/partial root
timeout 120 npm install --silent --no-audit --no-fund --ignore-scripts ws@8.23.0 > npm.log 2>&1 ||
  fail 'the packages could not be fetched; nothing was tried'
(cd debs && apt-get -qq download kamailio=5.6.3-2 kamailio-websocket-modules=5.6.3-2) 2> /dev/null ||
  fail 'kamailio 5.6.3-2 (Debian 12) cannot be fetched any more, or there is no network; nothing was tried'
# Libraries that are not installed come along.
apt-get -qq install -y --download-only --no-install-recommends -o Dir::Cache::archives="$work/debs" \
  kamailio=5.6.3-2 kamailio-websocket-modules=5.6.3-2 > /dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" root || fail 'a package cannot be unpacked'; done
modules=$(echo "$work"/root/usr/lib/*-linux-gnu/kamailio/modules)
export LD_LIBRARY_PATH=${modules%/kamailio/modules}
port=$((20000 + RANDOM % 20000))
# Nothing but what the module's manual asks for; every time limit is the default.
cat > kamailio.cfg <<CFG
listen=tcp:127.0.0.1:$port
tcp_accept_no_cl=yes
mpath="$modules"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "pv.so"
loadmodule "xhttp.so"
loadmodule "websocket.so"
request_route { sl_send_reply("200", "OK"); }
event_route[xhttp:request] { ws_handle_handshake(); }
CFG
root/usr/sbin/kamailio -f kamailio.cfg -DD -E -Y "$work" -m 32 -M 8 > kamailio.log 2>&1 &
server=$!
cat > probe.cjs <<'JS'
const WebSocket = require('ws')
const url = `ws://127.0.0.1:${process.argv[2]}`
const begun = Date.now()

/** What became of a line that says something every 30 s by `speak`, as seen after 140 s. */
function line(speak) {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, 'sip')
    let pings = 0
    socket.on('ping', () => (pings += 1))
    socket.on('open', () => setInterval(() => socket.readyState === 1 && speak(socket), 30_000).unref())
    socket.on('error', (error) => resolve(error.message))
    const gone = (code) => resolve(`${code} after ${Date.now() - begun < 115_000 ? 'less' : 'more'} than 115 s, ${pings} pings`)
    socket.on('close', gone)
    setTimeout(() => resolve('open'), 140_000)
  })
}
setTimeout(async () => {
  const lines = [line(() => {}), line((socket) => socket.send('\r\n\r\n')), line((socket) => socket.ping())]
  console.log((await Promise.all(lines)).join('; '))
  process.exit()
}, 1500)
JS
seen=$(timeout 170 node probe.cjs "$port" 2>&1)
[ "$seen" = '1006 after more than 115 s, 0 pings; open; open' ] || fail "changed: $seen $(tail -3 kamailio.log)"
echo "${0##*/}: Kamailio 5.6.3 cuts a quiet WebSocket with 1006 after 120 s, before its first ping; with CRLF it stays"
