import { extname, join } from 'node:path'

/** What this code runs as: TypeScript in a clone, JavaScript in the package, where `dist/` mirrors this folder. */
const extension = extname(import.meta.filename)
const isPackage = extension === '.js'
const top = join(import.meta.dirname, '..')

/** The built agent console. */
export const consoleFolder = join(top, ...(isPackage ? ['console'] : ['dist', 'console']))
/** The scenarios that come with the simulator. */
export const scenariosFolder = join(top, 'scenarios')
/** The description of the REST service. */
export const openApiFile = join(
  top,
  ...(isPackage ? ['docs'] : ['..', 'docs']),
  'web-interaction.openapi.yaml',
)
/** The program of the automatic agent for calls. */
export const mediaAgentFile = join(top, 'sip', 'media-agent', `worker${extension}`)
