import { z } from 'zod'

// Schemas are not compiled to code, which the page's policy would forbid: to be set before the first.
z.config({ jitless: true })

export { z }
