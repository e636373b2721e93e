import lint from 'typescript-eslint'

/*
 * The rules that need types. Oxlint, which knows TypeScript's native compiler, runs them for `.ts` in a quarter of
 * the time (`oxlint.config.ts`); ESLint runs them where only it can read the file, and those that only it has.
 */

type Setting = 'error' | 'off' | readonly ['error', object | string]
type Settings = Readonly<Record<string, Setting>>

const PREFIX = '@typescript-eslint/'

/** What Oxlint does not have yet: it refuses a rule that it does not know. */
const ESLINT_ONLY = ['@typescript-eslint/no-unsafe-class-instance-assignment']

/** What differs from the strict set. */
const OWN: Settings = {
  // A switch without a `default` names each member of its union: the lint asks for one that is added.
  '@typescript-eslint/switch-exhaustiveness-check': [
    'error',
    { considerDefaultExhaustiveForUnions: true },
  ],
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  // Objects here are made by functions, not classes: their methods know no `this`.
  '@typescript-eslint/unbound-method': 'off',
}

const UNSAFE: Settings = {
  '@typescript-eslint/no-unsafe-argument': 'off',
  '@typescript-eslint/no-unsafe-assignment': 'off',
  '@typescript-eslint/no-unsafe-call': 'off',
  '@typescript-eslint/no-unsafe-member-access': 'off',
  '@typescript-eslint/no-unsafe-return': 'off',
  '@typescript-eslint/no-unnecessary-condition': 'off',
}
/** The linter cannot see the types behind an import from a .svelte.ts file; svelte-check does. */
export const svelteRules = UNSAFE
/** JSON that a test reads is judged by its expectations. */
export const testRules: Settings = { ...UNSAFE, '@typescript-eslint/no-base-to-string': 'off' }

export const testFiles = [
  '**/*.test.ts',
  '**/*.spec.ts',
  'tests/**/*.ts',
  'bench/**/*.ts',
  // What several tests of a folder share.
  'src/main/*/fixture.ts',
]

interface Rule {
  readonly meta: { readonly docs?: { readonly requiresTypeChecking?: boolean } }
}
// The declared type of the plugin leaves its rules out.
const { rules: known } = lint.plugin as { readonly rules?: Readonly<Record<string, Rule>> }

function isTyped(name: string): boolean {
  const docs = name.startsWith(PREFIX) ? known?.[name.slice(PREFIX.length)]?.meta.docs : undefined
  return docs?.requiresTypeChecking === true
}

/** Every rule that needs types, as it is set here; some are off. */
export const typedRules: Settings = Object.fromEntries(
  Object.entries({
    ...Object.assign({}, ...lint.configs.strictTypeChecked.map(({ rules }) => rules)),
    ...OWN,
  } as Settings).filter(([name]) => isTyped(name)),
)

/** Those that Oxlint runs. */
export const oxlintRules: Settings = Object.fromEntries(
  Object.entries(typedRules).filter(
    ([name, setting]) => setting !== 'off' && !ESLINT_ONLY.includes(name),
  ),
)

/** For ESLint, where Oxlint is: all of them off. */
export const leftToOxlint: Settings = Object.fromEntries(
  Object.keys(oxlintRules).map((name) => [name, 'off'] as const),
)
