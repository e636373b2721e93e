import { globSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { which } from '../../../scripts/lib/command.ts'
import { makeCertificate } from '../../../simulator/support/certificate.ts'
import { freePort } from '../../kit/network/ports.ts'
import { startProgram, type Program } from '../../kit/machine/program.ts'

/** A SIP server that nobody here wrote: registrar and proxy, over UDP, `ws` and `wss`. */
export interface Kamailio {
  readonly program: Program
  readonly domain: string
  readonly udpPort: number
  readonly wsPort: number
  readonly wssPort: number
  /** The authority that signed its certificate, in PEM. */
  readonly authority: string
}

export interface Account {
  readonly user: string
  readonly password: string
}

export const domain = 'peers.callpoint.test'
/** May call; every INVITE of it is challenged. */
export const caller: Account = { user: 'kiosk', password: 'kiosk-secret' }
/** Registers as the pilot number. */
export const callee: Account = { user: '5000', password: 'agent-secret' }

/** Starts Kamailio with its files in `folder`; accounts are the two above, digest always on. */
export async function startKamailio(folder: string): Promise<Kamailio> {
  const [udpPort, wsPort, wssPort] = [await freePort(), await freePort(), await freePort()]
  const { key, cert, ca = '' } = await makeCertificate('localhost', Date.now())
  mkdirSync(folder, { recursive: true })
  const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') }
  writeFileSync(files.key, key, { mode: 0o600 })
  writeFileSync(files.cert, cert)
  const [modules] = globSync('/usr/lib/{*/,}kamailio/modules')
  if (modules === undefined) throw new Error('Kamailio has no modules')
  const config = join(folder, 'kamailio.cfg')
  writeFileSync(config, configuration({ modules, udpPort, wsPort, wssPort, ...files }))
  const program = await startProgram(
    which('kamailio') ?? 'kamailio',
    ['-DD', '-E', '-m', '64', '-f', config, '-Y', folder, '-w', folder],
    { ready: /callpoint peers: listening/u, cwd: folder },
  )
  return { program, domain, udpPort, wsPort, wssPort, authority: ca }
}

interface Places {
  readonly modules: string
  readonly udpPort: number
  readonly wsPort: number
  readonly wssPort: number
  readonly key: string
  readonly cert: string
}

/** Written for these tests: what a site's own proxy would do for kiosks, and nothing else. */
function configuration({ modules, udpPort, wsPort, wssPort, key, cert }: Places): string {
  const names = ['tm', 'sl', 'rr', 'pv', 'maxfwd', 'siputils', 'xlog', 'usrloc', 'registrar']
  const more = ['nathelper', 'auth', 'tls', 'xhttp', 'websocket', 'textops']
  return `#!KAMAILIO
debug=1
log_stderror=yes
children=2
tcp_children=2
auto_aliases=no
alias="${domain}"
mpath="${modules}/"
enable_tls=yes
listen=udp:127.0.0.1:${udpPort}
listen=tcp:127.0.0.1:${wsPort}
listen=tls:127.0.0.1:${wssPort}
tcp_connection_lifetime=3600
tcp_accept_no_cl=yes
tcp_rd_buf_size=65536
${[...names, ...more].map((name) => `loadmodule "${name}.so"`).join('\n')}
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "private_key", "${key}")
modparam("tls", "certificate", "${cert}")
modparam("tls", "verify_certificate", 0)
modparam("tls", "require_certificate", 0)
modparam("tm", "fr_timer", 5000)
modparam("tm", "fr_inv_timer", 60000)
modparam("usrloc", "db_mode", 0)
modparam("registrar", "min_expires", 10)
modparam("nathelper|registrar", "received_avp", "$avp(received)")

event_route[core:worker-one-init] {
  xlog("L_ALERT", "callpoint peers: listening\\n");
}

route[RELAY] {
  if (!t_relay()) sl_reply_error();
  exit;
}

# Sets $var(password) for the user who wants to be let in.
route[ACCOUNT] {
  $var(password) = "";
  if ($fU == "${caller.user}") $var(password) = "${caller.password}";
  if ($fU == "${callee.user}") $var(password) = "${callee.password}";
}

request_route {
  if (!mf_process_maxfwd_header("16")) {
    sl_send_reply("483", "Too Many Hops");
    exit;
  }
  if ($proto == "ws" || $proto == "wss") {
    force_rport();
    if (is_method("REGISTER")) fix_nated_register();
    else if (!add_contact_alias()) {
      sl_send_reply("400", "Bad Contact");
      exit;
    }
  }
  if (is_method("CANCEL")) {
    if (t_check_trans()) route(RELAY);
    exit;
  }
  if (has_totag()) {
    if (loose_route()) {
      if ($du == "") handle_ruri_alias();
      if (is_method("INVITE")) {
        record_route();
        t_on_reply("ANSWER");
      }
      route(RELAY);
    }
    if (is_method("ACK")) {
      if (t_check_trans()) route(RELAY);
      exit;
    }
    sl_send_reply("481", "Call/Transaction Does Not Exist");
    exit;
  }
  if (is_method("ACK")) {
    if (t_check_trans()) route(RELAY);
    exit;
  }
  t_check_trans();
  route(ACCOUNT);
  if (is_method("REGISTER")) {
    if ($var(password) == "" || !pv_www_authenticate("$fd", "$var(password)", "0")) {
      www_challenge("$fd", "1");
      exit;
    }
    if (!save("location", "0x04")) sl_reply_error();
    exit;
  }
  if (!is_method("INVITE")) {
    sl_send_reply("405", "Method Not Allowed");
    exit;
  }
  if ($var(password) == "" || !pv_proxy_authenticate("$fd", "$var(password)", "0")) {
    proxy_challenge("$fd", "1");
    exit;
  }
  consume_credentials();
  record_route();
  if (!lookup("location")) {
    sl_send_reply("404", "Not Found");
    exit;
  }
  t_on_reply("ANSWER");
  route(RELAY);
}

onreply_route[ANSWER] {
  if ($proto == "ws" || $proto == "wss") add_contact_alias();
}

event_route[xhttp:request] {
  set_reply_close();
  set_reply_no_connect();
  if ($hdr(Upgrade) =~ "websocket" && ws_handle_handshake()) exit;
  xhttp_reply("404", "Not Found", "", "");
}
`
}
