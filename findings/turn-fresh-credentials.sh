#!/usr/bin/env bash
# A running relay takes no new credentials.
#
# Guess:   before "expiry:name" runs out one fetches fresh ones for the same name, and refreshes the allocation with
#          them: the name behind the expiry is who one is.
# Happens: the whole "expiry:name" is who one is. Fresh ones for the same name are 441 Wrong Credentials; only those
#          that made the allocation refresh it.
# Matters: pc.setConfiguration() with new credentials in mid-call does not help the relay in use and need not; but an
#          ICE restart makes a new allocation and does need them. A long call that changes networks after the expiry
#          is lost unless fresh credentials are set before the restart.
# Seen:    coturn 4.6.1-1 (Debian 12).
set -uo pipefail
fail() { echo "${0##*/}: $*" >&2; exit 1; }
work=$(mktemp -d) || exit 1
server=
trap '[ -n "$server" ] && kill "$server"; rm -rf "$work"' EXIT
cd "$work" && mkdir -p debs/partial root
(cd debs && apt-get -qq download coturn=4.6.1-1) 2> /dev/null ||
  fail 'coturn 4.6.1-1 (Debian 12) cannot be fetched any more, or there is no network; nothing was tried'
# Libraries that are not installed come along.
apt-get -qq install -y --download-only --no-install-recommends -o Dir::Cache::archives="$work/debs" \
  coturn=4.6.1-1 > /dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" root || fail 'a package cannot be unpacked'; done
export LD_LIBRARY_PATH=$(echo root/usr/lib/*-linux-gnu)
port=$((20000 + RANDOM % 20000))
: > turn.conf
root/usr/bin/turnserver -c turn.conf --use-auth-secret --static-auth-secret=secret --realm=example.com \
  --listening-ip=127.0.0.1 --relay-ip=127.0.0.1 --listening-port="$port" --min-port=41000 --max-port=41999 \
  --no-tls --no-dtls --no-cli --userdb="$work/users" --pidfile="$work/pid" --log-file=stdout > turn.log 2>&1 &
server=$!
cat > probe.cjs <<'JS'
const { createSocket } = require('node:dgram')
const { createHash, createHmac, randomBytes } = require('node:crypto')
const port = Number(process.argv[2])
const u16 = (n) => Buffer.from([n >> 8, n & 255])
const attribute = (type, value) => {
  const bytes = Buffer.from(value)
  return Buffer.concat([u16(type), u16(bytes.length), bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}
/** One STUN request: the answer's status (0: success) and its attributes. Three tries of 0.7 s, while the server starts. */
async function ask(socket, type, attributes, key) {
  const body = Buffer.concat(attributes)
  const id = randomBytes(12)
  const head = (length) => Buffer.concat([u16(type), u16(length), Buffer.from('2112a442', 'hex'), id])
  const signed = (k) => attribute(8, createHmac('sha1', k).update(Buffer.concat([head(body.length + 24), body])).digest())
  const message = key ? Buffer.concat([head(body.length + 24), body, signed(key)]) : Buffer.concat([head(body.length), body])
  for (let tries = 0; tries < 3; tries += 1) {
    const reply = await new Promise((resolve) => {
      socket.once('message', resolve).send(message, port, '127.0.0.1')
      setTimeout(resolve, 700)
    })
    if (!reply) continue
    const found = {}
    for (let at = 20; at < reply.length; at += 4 + Math.ceil(reply.readUInt16BE(at + 2) / 4) * 4) {
      found[reply.readUInt16BE(at)] = reply.subarray(at + 4, at + 4 + reply.readUInt16BE(at + 2))
    }
    return { status: found[9] ? found[9][2] * 100 + found[9][3] : 0, found }
  }
  return { status: -1, found: {} }
}
void (async () => {
  const socket = createSocket('udp4')
  const relay = attribute(0x19, [17, 0, 0, 0])
  const { found } = await ask(socket, 3, [relay])
  /** Status of a request signed for "expiry:kiosk". */
  const signed = async (type, expiry, more = []) => {
    const user = `${expiry}:kiosk`
    const password = createHmac('sha1', 'secret').update(user).digest('base64')
    const key = createHash('md5').update(`${user}:${found[0x14]}:${password}`).digest()
    const named = [attribute(6, user), attribute(0x14, found[0x14]), attribute(0x15, found[0x15])]
    return (await ask(socket, type, [...more, ...named], key)).status
  }
  const first = Math.floor(Date.now() / 1000) + 600
  const begun = await signed(3, first, [relay])
  const [same, fresh] = [await signed(4, first), await signed(4, first + 3600)]
  console.log(`allocate ${begun}, refresh with the same ${same}, with fresh ${fresh}`)
  process.exit()
})()
JS
seen=$(timeout 60 node probe.cjs "$port" 2>&1)
[ "$seen" = 'allocate 0, refresh with the same 0, with fresh 441' ] || fail "changed: $seen"
echo "${0##*/}: coturn 4.6.1-1 refuses fresh credentials for a running relay ($seen)"
