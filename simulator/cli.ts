#!/usr/bin/env node
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { Centre, CentreOptions } from './centre.ts'
import { readConfigFile, readDataFile, readScenarioFile } from './config/files.ts'
import { ConfigError } from './config/xml.ts'
import type { Certificate } from './support/certificate.ts'

const help = `Simulates a contact centre: the Web Interaction REST service with agents.

  callpoint-simulator [options]      installed as a package
  npm run simulator -- [options]     in a clone of Callpoint

  --port N          port to listen on; 0 picks a free one (default: server-port of the
                    configuration, or server-port-ssl over TLS; 8088 without one)
  --host ADDRESS    address to listen on (default: 127.0.0.1, this machine only)
  --config FILE     webinteractionsdk.xml with the ten parameters of the guide
  --data FILE       JSON: units, queues, languages, destinations, agents, licence, switches
  --scenario FILE   JSON: a timed sequence of faults
  --seed N          makes random behaviour reproducible
  --no-agent        no automatic agent: answer in the console or through the control API
  --tls             HTTPS with a generated certificate
  --tls-ca FILE     writes its authority to FILE, for clients to trust
  --tls-cert FILE   HTTPS with your own certificate, together with
  --tls-key FILE    its key
  --help            this text

The first line on standard output is one JSON object: rest, sip, console, control (URLs),
clientId, clientSecret. npm prints two lines before it unless silent: programs that read
it should run npm run -s simulator. GET /control describes the control API, GET /openapi.yaml the REST service;
see docs/simulator.md (in the package dist/docs/simulator.md).
`

const integer = (name: string, text: string | undefined, max: number): number | undefined => {
  if (text === undefined) return undefined
  if (!/^\d{1,10}$/.test(text) || Number(text) > max) {
    throw new ConfigError(`--${name} takes a whole number from 0 to ${max}, not '${text}'`)
  }
  return Number(text)
}

const readPem = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8')
  } catch {
    throw new ConfigError(`${path}: cannot be read`)
  }
}

const readArguments = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      config: { type: 'string' },
      data: { type: 'string' },
      scenario: { type: 'string' },
      seed: { type: 'string' },
      'no-agent': { type: 'boolean', default: false },
      tls: { type: 'boolean', default: false },
      'tls-ca': { type: 'string' },
      'tls-cert': { type: 'string' },
      'tls-key': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  }).values

type Arguments = ReturnType<typeof readArguments>

const chooseTls = async (values: Arguments, byConfig: boolean): Promise<boolean | Certificate> => {
  const { 'tls-cert': cert, 'tls-key': key } = values
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigError('--tls-cert and --tls-key go together')
  }
  if (cert !== undefined && key !== undefined) {
    return { cert: await readPem(cert), key: await readPem(key) }
  }
  return values.tls || byConfig
}

const readOptions = async (values: Arguments): Promise<CentreOptions> => {
  const config = values.config === undefined ? undefined : await readConfigFile(values.config)
  const data = values.data === undefined ? undefined : await readDataFile(values.data)
  const scenario =
    values.scenario === undefined ? undefined : await readScenarioFile(values.scenario)
  const tls = await chooseTls(values, config?.serverSslEnabled ?? false)
  const configured = tls === false ? config?.serverPort : config?.serverPortSsl
  const seed = integer('seed', values.seed, 2 ** 32)
  return {
    port: integer('port', values.port, 65535) ?? configured ?? 8088,
    host: values.host ?? '127.0.0.1',
    automaticAgent: !values['no-agent'],
    tls,
    ...(config === undefined ? {} : { config }),
    ...(data === undefined ? {} : { data }),
    ...(scenario === undefined ? {} : { scenario }),
    ...(seed === undefined ? {} : { seed }),
  }
}

const start = async (options: CentreOptions): Promise<Centre> => {
  // Loaded late, so that a mistyped option is reported at once.
  const { createCentre } = await import('./centre.ts')
  try {
    return await createCentre(options)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    const where = `${options.host}:${options.port}`
    if (code === 'EADDRINUSE') throw new ConfigError(`${where}: the port is in use`)
    if (code === 'EACCES') throw new ConfigError(`${where}: this port needs more rights`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ConfigError(`${where}: this machine has no such address`)
    }
    throw error
  }
}

const writeAuthority = async (path: string | undefined, ca: string | undefined): Promise<void> => {
  if (path === undefined) return
  if (ca === undefined) {
    throw new ConfigError('--tls-ca goes with --tls only: the authority is yours otherwise')
  }
  try {
    await writeFile(path, ca)
  } catch {
    throw new ConfigError(`${path}: cannot be written`)
  }
}

const main = async (): Promise<void> => {
  const values = readArguments(process.argv.slice(2))
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const centre = await start(await readOptions(values))
  try {
    await writeAuthority(values['tls-ca'], centre.ca)
  } catch (error) {
    await centre.close()
    throw error
  }
  const { rest, sip, console: page, control } = centre.urls
  const { clientId, clientSecret } = centre
  process.stdout.write(
    `${JSON.stringify({ rest, sip, console: page, control, clientId, clientSecret })}\n`,
  )
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    void centre.close()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

const fail = (error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error)
  process.stderr.write(`simulator: ${message.replace(/\s+/g, ' ').trim()}\n`)
  process.exitCode = 1
}

// A reader that closes our output must not end us.
process.stdout.on('error', () => undefined)
process.on('uncaughtException', (error) => {
  fail(error)
  process.exit()
})
try {
  await main()
} catch (error) {
  fail(error)
}
