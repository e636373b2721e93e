/** The package.json of the small program that starts an application given as a folder. */
export const defaultAppManifest = `${JSON.stringify({ name: 'default-app', main: 'main.js' })}\n`

/**
 * The program itself, plain JavaScript since Electron loads it as it stands. It lends the application its name,
 * version and path and then loads it; it leaves userData alone, or `--user-data-dir` would be lost.
 */
export const defaultAppProgram = `'use strict'
const { app } = require('electron')
const { existsSync, readFileSync, statSync } = require('node:fs')
const { join, resolve } = require('node:path')

const words = process.argv.slice(1)
const preloads = []
let target
let isVersion = false
for (let at = 0; at < words.length && target === undefined; at += 1) {
  const word = words[at]
  if (word === '-r' || word === '--require') preloads.push(words[(at += 1)])
  else if (word === '--version' || word === '-v') isVersion = true
  else if (!word.startsWith('-')) target = resolve(word)
}

function refuse(sentence) {
  process.stderr.write('electron: ' + sentence + '\\n')
  process.exit(1)
}

// Behind the application it is the application's own word.
if (isVersion) {
  process.stdout.write('v' + process.versions.electron + '\\n')
  process.exit(0)
}
if (target === undefined) refuse('no application was named: electron FOLDER')
if (!existsSync(target)) refuse('there is no ' + target)

Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })
for (const file of preloads) require(require.resolve(file, { paths: [process.cwd()] }))

let program = target
if (statSync(target).isDirectory()) {
  let manifest = {}
  const path = join(target, 'package.json')
  if (existsSync(path)) manifest = JSON.parse(readFileSync(path, 'utf8'))
  if (manifest.version) app.setVersion(manifest.version)
  const name = manifest.productName || manifest.name
  if (name) {
    app.setName(name)
    app.setDesktopName(manifest.desktopName || name + '.desktop')
  }
  app.setAppPath(target)
  program = join(target, manifest.main || 'index.js')
}

try {
  // At once, not in a promise: much of what an application sets up must happen before Electron is ready.
  require(program)
} catch (error) {
  process.stderr.write(String((error && error.stack) || error) + '\\n')
  process.exit(1)
}
`
