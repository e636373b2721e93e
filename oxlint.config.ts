import { defineConfig, type OxlintConfig } from 'oxlint'
import { oxlintRules, svelteRules, testFiles, testRules } from './eslint-rules/typed.ts'

type Rules = NonNullable<OxlintConfig['rules']>
/** Its type knows each rule by name; these are ESLint's settings, which it reads as they are. */
const rules = (settings: object): Rules => settings as Rules

/** Only what needs types, and only of TypeScript: ESLint does the rest, and components. */
export default defineConfig({
  plugins: ['typescript'],
  categories: { correctness: 'off' },
  rules: rules(oxlintRules),
  overrides: [
    { files: ['**/*.svelte.ts'], rules: rules(svelteRules) },
    { files: testFiles, rules: rules(testRules) },
  ],
  ignorePatterns: ['out', '**/dist', '.cache', 'test-results', '**/*.js', '**/*.svelte'],
})
