import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { configReference, configSchema } from './lib/config-docs.ts'

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } })

if (values.help === true) {
  console.log(
    'npm run docs\n\nWrites docs/config.schema.json and docs/configuration.md anew from the schema of the policy.',
  )
} else {
  writeFileSync(new URL('../docs/config.schema.json', import.meta.url), configSchema())
  writeFileSync(new URL('../docs/configuration.md', import.meta.url), configReference())
}
