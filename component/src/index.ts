import './host.css'
import { TAG } from './attributes.ts'
import { OsccClickToDial } from './element.ts'

// Twice the same script in a page is no reason to fall.
if (customElements.get(TAG) === undefined) customElements.define(TAG, OsccClickToDial)

export { OsccClickToDial }
