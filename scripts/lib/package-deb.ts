import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { capture, run } from './command.ts'
import { openForReading } from './electron-fallback.ts'
import { ScriptFailure } from './failure.ts'
import { shippedDocs, type Manifest } from './package-app.ts'
import { repositoryRoot } from './paths.ts'

export type Compression = 'none' | 'gzip' | 'xz'

interface Options {
  readonly manifest: Manifest
  /** The packaged app: moved away, not copied. */
  readonly app: string
  /** Where the package goes. */
  readonly out: string
  readonly electronVersion: string
  readonly developmentOnly: boolean
  readonly compression: Compression
}

/** By the names of Debian 12, and those of newer releases. */
const depends = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libasound2 | libasound2t64',
  'libgbm1',
  'libxss1',
  'libxtst6',
  'libnotify4',
  'libsecret-1-0',
] as const
const recommends = ['gnome-keyring', 'dbus-user-session', 'xdg-utils'] as const
/** The compositor of the kiosk's unit, and what a kiosk prints with. */
const suggests = ['cage', 'cups-client'] as const
const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512] as const

/**
 * Makes the Debian package of a packaged app and answers its path.
 * @throws ScriptFailure with dpkg-deb's own words when it does not succeed.
 */
export async function makeDeb(options: Options): Promise<string> {
  const { manifest, out, compression } = options
  mkdirSync(out, { recursive: true })
  // Beside its target: the app is moved, not copied.
  const tree = mkdtempSync(join(out, '.deb-'))
  try {
    fill(tree, options)
    const name = `${manifest.name}_${debVersion(options)}_${architecture()}.deb`
    const target = join(out, name)
    const flags = ['--root-owner-group', `-Z${compression}`, '--build', tree, target]
    const code = await run('dpkg-deb', flags, { stdio: ['ignore', 'ignore', 'inherit'] })
    if (code !== 0) throw new ScriptFailure(`dpkg-deb ended with code ${code}`)
    return target
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
}

function fill(tree: string, options: Options): void {
  const { manifest, app } = options
  const { name } = manifest
  const home = join(tree, 'usr', 'lib', name)
  mkdirSync(dirname(home), { recursive: true })
  renameSync(app, home)
  const put = (path: string, text: string): void => {
    const file = join(tree, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  put(`usr/bin/${name}`, starter(name))
  put(`usr/share/applications/${name}.desktop`, desktopEntry(manifest))
  put(`usr/share/doc/${name}/copyright`, copyright(manifest))
  // Debian keeps documents there, not beside the binary.
  const docs = join(home, 'resources', 'docs')
  for (const doc of shippedDocs) {
    renameSync(join(docs, doc), join(tree, 'usr', 'share', 'doc', name, doc))
  }
  rmSync(docs, { recursive: true })
  const kiosk = join(repositoryRoot, 'resources', 'kiosk')
  for (const [from, to] of [
    [join(kiosk, `${name}-kiosk.service`), `usr/lib/systemd/user/${name}-kiosk.service`],
    [join(kiosk, 'getty-autologin.conf'), `usr/share/doc/${name}/getty-autologin.conf`],
  ] as const) {
    put(to, readFileSync(from, 'utf8'))
  }
  const icons = join(repositoryRoot, 'resources', 'icons')
  const hicolor = join(tree, 'usr', 'share', 'icons', 'hicolor')
  for (const [folder, file, target] of [
    ...iconSizes.map((size) => [`${size}x${size}`, `${size}.png`, `${name}.png`] as const),
    ['scalable', 'callpoint.svg', `${name}.svg`] as const,
  ]) {
    mkdirSync(join(hicolor, folder, 'apps'), { recursive: true })
    copyFileSync(join(icons, file), join(hicolor, folder, 'apps', target))
  }
  mkdirSync(join(tree, 'etc', name), { recursive: true })
  put('DEBIAN/control', control(options, sizeOf(tree)))
  put('DEBIAN/postinst', maintainer(name, 'configure'))
  put('DEBIAN/postrm', maintainer(name, 'remove'))
  openForReading(tree)
  for (const file of [`usr/bin/${name}`, 'DEBIAN/postinst', 'DEBIAN/postrm']) {
    chmodSync(join(tree, file), 0o755)
  }
  // Where the system gives no namespaces to ordinary users, Chromium's sandbox is this helper's work.
  const helper = join(home, 'chrome-sandbox')
  if (existsSync(helper)) chmodSync(helper, 0o4755)
}

/** A development package has a version older than every release, and names itself in it. */
function debVersion({ manifest, electronVersion, developmentOnly }: Options): string {
  return developmentOnly
    ? `${manifest.version}~development.electron${electronVersion}`
    : manifest.version
}

function architecture(): string {
  const answer = capture('dpkg', ['--print-architecture'])
  if (answer.code !== 0) throw new ScriptFailure('there is no dpkg here, which makes the package')
  return answer.stdout.trim()
}

/** In KiB, as `Installed-Size` wants it. */
function sizeOf(path: string): number {
  const entry = lstatSync(path)
  if (!entry.isDirectory()) return Math.ceil(entry.size / 1024)
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 1)
}

function control(options: Options, size: number): string {
  const { manifest, developmentOnly, electronVersion } = options
  const warning = developmentOnly
    ? `\n .\n DEVELOPMENT ONLY: with Electron ${electronVersion}, which gets no security fixes. Do not ship it.`
    : ''
  return `Package: ${manifest.name}
Version: ${debVersion(options)}
Section: net
Priority: optional
Architecture: ${architecture()}
Maintainer: ${manifest.author} <callpoint@callpoint.invalid>
Installed-Size: ${size}
Depends: ${depends.join(', ')}
Recommends: ${recommends.join(', ')}
Suggests: ${suggests.join(', ')}
Description: contact point for OpenScape Contact Center
 ${manifest.description}
 A kiosk, a terminal, or an app on a desk: chat, scheduled callback and video call.${warning}
`
}

/** No core file: what main holds in memory must not reach the disk when it crashes. */
function starter(name: string): string {
  return `#!/bin/sh
ulimit -c 0
exec /usr/lib/${name}/${name} "$@"
`
}

/** What stands behind the two dashes is an address, whatever it looks like, and never a switch. */
function desktopEntry({ name, productName }: Manifest): string {
  return `[Desktop Entry]
Type=Application
Name=${productName}
Comment=Chat, callback and video call with the contact centre
Comment[de]=Chat, Rückruf und Videoanruf mit dem Kundenservice
Exec=/usr/bin/${name} -- %u
Icon=${name}
Terminal=false
Categories=Network;Chat;Telephony;
MimeType=x-scheme-handler/${name};
StartupWMClass=${productName}
`
}

function copyright({ productName, author }: Manifest): string {
  const license = readFileSync(join(repositoryRoot, 'LICENSE'), 'utf8').trim()
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: ${productName}
Comment: Electron and Chromium have their own licences, in /usr/lib/callpoint.

Files: *
Copyright: ${author}
License: MIT
${license.replace(/^$/gmu, '.').replace(/^/gmu, ' ')}
`
}

/** Installing and removing end alike: caches of the desktop learn of it, where there are any. */
function maintainer(name: string, when: 'configure' | 'remove'): string {
  const helper = `/usr/lib/${name}/chrome-sandbox`
  const own = when === 'configure' ? `  chown root:root ${helper}\n  chmod 4755 ${helper}\n` : ''
  return `#!/bin/sh
set -e
if [ "$1" = ${when} ]; then
${own}  if command -v update-desktop-database >/dev/null; then
    update-desktop-database -q /usr/share/applications || true
  fi
  if command -v gtk-update-icon-cache >/dev/null; then
    gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true
  fi
fi
`
}
