import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { configReference, configSchema } from './lib/config-docs.ts'
import { logPage, lostNotes, mainMessages } from './lib/log-docs.ts'
import { differences, runtimePage } from './lib/runtime-docs.ts'

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })

if (values.help === true) {
  console.log(
    `npm run docs

Regenerates docs/config.schema.json and docs/configuration.md from the schema of the policy,
docs/log.md from the log calls in src/main (notes written by hand in it are kept), and docs/runtimes.md from the
comments about differences between versions of Electron.`,
  )
} else {
  writeFileSync(new URL('../docs/config.schema.json', import.meta.url), configSchema())
  writeFileSync(new URL('../docs/runtimes.md', import.meta.url), runtimePage(differences()))
  writeFileSync(new URL('../docs/configuration.md', import.meta.url), configReference())
  const page = new URL('../docs/log.md', import.meta.url)
  const current = existsSync(page) ? readFileSync(page, 'utf8') : ''
  const messages = mainMessages()
  for (const note of lostNotes(messages, current)) {
    console.warn(`docs/log.md: no longer logged, note removed: ${note}`)
  }
  writeFileSync(page, logPage(messages, current))
}
