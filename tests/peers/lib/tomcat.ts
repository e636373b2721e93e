import {
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { capture, which } from '../../../scripts/lib/command.ts'
import { makeCertificate } from '../../../simulator/support/certificate.ts'
import { asUser, handOver, type UnprivilegedUser } from '../../kit/machine/unprivileged.ts'
import { freePort } from '../../kit/network/ports.ts'
import { startProgram, type Program } from '../../kit/machine/program.ts'

/** Where Debian puts Tomcat 10, and the libraries of Java. */
const home = '/usr/share/tomcat10'
const libraries = '/usr/share/java'
const jackson = ['jackson-core', 'jackson-databind', 'jackson-annotations']
const sources = join(import.meta.dirname, '..', 'tomcat')
const name = 'restinteractionsdk'
const [clientId, clientSecret] = ['application1', 'servlet-secret'] as const

/** So few that a test can have all of them. */
export const limits = { connections: 6, threads: 4, queue: 20 } as const

/** A servlet container that nobody here wrote, with the servlet of `tests/peers/tomcat` in it. */
export interface Tomcat {
  /** Of the REST service, for a policy. */
  readonly baseUrl: string
  readonly port: number
  /** Here it speaks TLS. */
  readonly tlsPort: number
  readonly clientId: string
  readonly clientSecret: string
  readonly output: () => string
  /** A token of the test's own. */
  token(): Promise<string>
  /** Each request that has been answered, as `POST /path 404`. */
  readonly answered: () => readonly string[]
  /** How many connections Tomcat has accepted and not closed. */
  readonly accepted: () => number
  /** The clients' ports of those connections that the kernel has taken and Tomcat has not. */
  readonly queued: () => readonly number[]
  /** The application is taken away: the container's own page answers each of its paths. */
  undeploy(): Promise<void>
  /** It comes back; tokens of before are unknown to it. With a validity in seconds, 0 for no end. */
  deploy(validSeconds?: number): Promise<void>
  /** Its classes are loaded anew, as a changed file makes Tomcat do. */
  reload(): Promise<void>
  /** The whole container ends, in order or by SIGKILL. */
  stop(how?: 'SIGTERM' | 'SIGKILL'): Promise<void>
  start(): Promise<void>
  /** The JVM stands still; its connections stay, and the kernel goes on taking new ones. */
  halt(): void
  goOn(): void
}

interface Options {
  readonly folder: string
  readonly user: UnprivilegedUser | undefined
  /** Of the centre behind it. */
  readonly officePort: number
}

/** Compiles the servlet and starts Tomcat as `user`, with all its files in `folder`. */
export async function startTomcat({ folder, user, officePort }: Options): Promise<Tomcat> {
  const [port, tlsPort] = [await freePort(), await freePort()]
  const { key, cert } = await makeCertificate('localhost', Date.now())
  const within = (path: string): string => join(folder, path)
  const contexts = within('conf/Catalina/localhost')
  const descriptor = join(contexts, `${name}.xml`)
  const application = within('application')
  const access = within('logs/access.log')
  for (const each of [contexts, ...['temp', 'work', 'logs', 'webapps'].map(within)])
    mkdirSync(each, { recursive: true })
  makeApplication(application)
  writeFileSync(within('conf/server.xml'), serverXml(port, tlsPort))
  writeFileSync(within('conf/key.pem'), key)
  writeFileSync(within('conf/certificate.pem'), cert)
  copyFileSync(join(home, 'etc', 'web.xml'), within('conf/web.xml'))
  // What Tomcat serves where it has nothing else: it answers for each application that is away.
  cpSync(`${home}-root/default_root`, within('webapps/ROOT'), { recursive: true })
  const describe = (validSeconds: number): void => {
    writeFileSync(descriptor, contextXml(application, officePort, validSeconds))
    handOver(user, folder)
  }
  describe(0)
  let program: Program

  async function start(): Promise<void> {
    const java = which('java') ?? 'java'
    const words: readonly string[] = [...(user === undefined ? [] : asUser(user)), java]
    const [command = java, ...more] = words
    // Not by catalina.sh: the process is the JVM itself, so that it can be halted.
    const settings = [
      ...['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Duser.language=en'],
      // So that its connections are listed where `connectionsTo` looks.
      '-Djava.net.preferIPv4Stack=true',
      ...[`-Dcatalina.home=${home}`, `-Dcatalina.base=${folder}`],
      ...[`-Djava.io.tmpdir=${join(folder, 'temp')}`],
    ]
    const classes = ['bootstrap.jar', 'tomcat-juli.jar'].map((jar) => join(home, 'bin', jar))
    program = await startProgram(
      command,
      [
        ...more,
        ...settings,
        ...['-cp', classes.join(':'), 'org.apache.catalina.startup.Bootstrap', 'start'],
      ],
      { ready: /Server startup in/u, cwd: folder },
    )
  }

  /** Does something, and waits until Tomcat has noticed: it looks every second. */
  async function noticed(change: () => void, pattern: RegExp): Promise<void> {
    const from = program.output().length
    change()
    await program.said(pattern, from)
  }

  await start()
  const baseUrl = `http://127.0.0.1:${String(port)}/${name}`
  return {
    ...{ baseUrl, port, tlsPort, clientId, clientSecret },
    async token() {
      const pair = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
      const answer = await fetch(`${baseUrl}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${pair}`, connection: 'close' },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      })
      return z.object({ access_token: z.string() }).parse(await answer.json()).access_token
    },
    output: () => program.output(),
    answered: () =>
      existsSync(access) ? readFileSync(access, 'utf8').split('\n').filter(Boolean) : [],
    accepted: () => connectionsTo(port).filter(({ isAccepted }) => isAccepted).length,
    queued: () =>
      connectionsTo(port)
        .filter(({ isAccepted }) => !isAccepted)
        .map(({ from }) => from),
    undeploy: () =>
      noticed(() => {
        rmSync(descriptor)
      }, /Undeploying context \[\/restinteractionsdk\]/u),
    deploy: (validSeconds = 0) =>
      noticed(() => {
        describe(validSeconds)
      }, /Deployment of deployment descriptor \[.*\] has finished/u),
    reload: () =>
      noticed(() => {
        const file = join(application, 'WEB-INF', 'web.xml')
        writeFileSync(file, readFileSync(file))
      }, /Reloading Context with name \[\/restinteractionsdk\] is completed/u),
    async stop(how = 'SIGTERM') {
      if (how === 'SIGKILL') process.kill(program.pid, how)
      await program.stop()
    },
    start,
    halt() {
      process.kill(program.pid, 'SIGSTOP')
    },
    goOn() {
      process.kill(program.pid, 'SIGCONT')
    },
  }
}

function makeApplication(folder: string): void {
  const inside = join(folder, 'WEB-INF')
  const [classes, jarFolder] = [join(inside, 'classes'), join(inside, 'lib')]
  mkdirSync(classes, { recursive: true })
  mkdirSync(jarFolder, { recursive: true })
  copyFileSync(join(sources, 'web.xml'), join(inside, 'web.xml'))
  const jars = jackson.map((each) => realpathSync(join(libraries, `${each}.jar`)))
  for (const jar of jars) copyFileSync(jar, join(jarFolder, basename(jar)))
  const path = [join(home, 'lib', 'servlet-api.jar'), ...jars].join(':')
  const files = globSync('centre/*.java', { cwd: sources })
  const javac = which('javac') ?? 'javac'
  const made = capture(javac, ['-Xlint:all', '-d', classes, '-cp', path, ...files], {
    cwd: sources,
  })
  if (made.code !== 0) throw new Error(`the servlet does not compile:\n${made.stderr}`)
}

/** Connectors on loopback, and a host that looks for changes every second. */
function serverXml(port: number, tlsPort: number): string {
  return `<Server port="-1">
  <Service name="Catalina">
    <Connector port="${String(port)}" address="127.0.0.1" protocol="HTTP/1.1"
        maxConnections="${String(limits.connections)}" acceptCount="${String(limits.queue)}"
        maxThreads="${String(limits.threads)}" minSpareThreads="1" />
    <Connector port="${String(tlsPort)}" address="127.0.0.1" protocol="HTTP/1.1" SSLEnabled="true"
        scheme="https" secure="true" maxThreads="4" minSpareThreads="1">
      <SSLHostConfig>
        <Certificate type="EC" certificateKeyFile="conf/key.pem"
            certificateFile="conf/certificate.pem" />
      </SSLHostConfig>
    </Connector>
    <Engine name="Catalina" defaultHost="localhost" backgroundProcessorDelay="1">
      <Host name="localhost" appBase="webapps" autoDeploy="true">
        <Valve className="org.apache.catalina.valves.AccessLogValve" directory="logs"
            prefix="access" suffix=".log" rotatable="false" buffered="false" pattern="%m %U %s" />
      </Host>
    </Engine>
  </Service>
</Server>
`
}

/** The open connections to a port, by the client's port: a socket that nobody has accepted has no inode yet. */
function connectionsTo(port: number): readonly { from: number; isAccepted: boolean }[] {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/u))
    .filter(([, address, , state]) => address === local && state === '01')
    .map((columns) => ({
      from: parseInt(columns[2]?.split(':')[1] ?? '', 16),
      isAccepted: columns[9] !== '0',
    }))
}

/** The names of the guide (R9 to R18). */
function contextXml(application: string, officePort: number, validSeconds: number): string {
  const parameters = {
    'server-name': '127.0.0.1',
    'server-port': String(officePort),
    'oauth-client-id': clientId,
    'oauth-client-secret': clientSecret,
    'oauth-token-validity-time': String(validSeconds),
  }
  const lines = Object.entries(parameters).map(
    ([key, value]) => `  <Parameter name="${key}" value="${value}" override="false" />\n`,
  )
  return `<Context docBase="${application}">
  <WatchedResource>WEB-INF/web.xml</WatchedResource>
${lines.join('')}  <JarScanner scanClassPath="false">
    <JarScanFilter tldSkip="*" pluggabilitySkip="*" />
  </JarScanner>
</Context>
`
}
