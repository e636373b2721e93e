import './host.css'
import { TAG } from './attributes.ts'
import { OsccClickToDial } from './element.ts'

/** On a server that renders pages there is nothing to define it in. */
const registry = (globalThis as { readonly customElements?: CustomElementRegistry }).customElements
const known = registry?.get(TAG)
if (known === undefined) registry?.define(TAG, OsccClickToDial)
// Twice in a page is no reason to fall; another version is worth a word.
else if (Reflect.get(known, 'version') !== OsccClickToDial.version)
  // eslint-disable-next-line no-console -- for the page's developer
  console.warn(
    `<${TAG}> is there in version ${String(Reflect.get(known, 'version') ?? 'unknown')}; ${OsccClickToDial.version} is not used.`,
  )

export { OsccClickToDial }
