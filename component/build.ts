import { build } from 'vite'
import { besidesScript, classic, modules } from './vite.config.ts'

// `node component/build.ts`: the package's two forms, and what lies beside them.
await build({ ...modules, configFile: false })
await build({ ...classic, configFile: false, plugins: [...classic.plugins, besidesScript()] })
