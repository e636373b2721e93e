import js from '@eslint/js'
import noUnsanitized from 'eslint-plugin-no-unsanitized'
import security from 'eslint-plugin-security'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import { walls } from './eslint-rules/walls.ts'

const ipcOnly = (file) => ({
  name: 'ipcMain',
  message: `Electron's ipc is touched in ${file} only`,
})

const pages = [
  './src/renderer/tsconfig.json',
  './component/tsconfig.json',
  './simulator/console/tsconfig.json',
]

export default ts.config(
  {
    ignores: ['out/', '**/dist/', '**/node_modules/', 'bench/results/', 'test-results/', '.cache/'],
  },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  security.configs.recommended,
  noUnsanitized.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      parserOptions: {
        // One program for all but the pages: types that several folders share are worked out once.
        project: ['./tsconfig.lint.json', ...pages],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { callpoint: { rules: { walls } } },
    rules: {
      'callpoint/walls': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // A switch without a `default` names each member of its union: the lint asks for one that is added.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // Objects here are made by functions, not classes: their methods know no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Voids are the value of a call without an answer in the contract.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Paths and patterns here come from our own code; what comes from outside is checked by schema.
      'security/detect-object-injection': 'off',
      'security/detect-non-literal-fs-filename': 'off',
      // It counts stars and cannot see bounds: what meets a customer's text is bounded in length first.
      'security/detect-unsafe-regex': 'off',
      'security/detect-non-literal-regexp': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        // Apart from the others: the linter makes a program anew for each of these files.
        project: pages,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // Svelte's own props are read once by design here and there; the compiler warns where it matters.
      'prefer-const': 'off',
      'no-undef': 'off',
      // The linter cannot see the types behind an import from a .svelte.ts file; svelte-check does.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // A Map or Set that nothing on the screen reads need not be reactive.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: ['**/*.ts'], rules: { 'no-undef': 'off' } },
  {
    files: ['src/renderer/**', 'component/**', 'simulator/console/**'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['{src,component}/**/*.{ts,svelte}'],
    ignores: ['src/renderer/lib/**', '**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { property: 'callpoint', message: 'The bridge is read in src/renderer/lib only.' },
        // docs/postmortems/a-command-that-did-not-end.md
        {
          object: 'AbortSignal',
          property: 'timeout',
          message: 'Electron may not end after it: use AbortController and a timer.',
        },
      ],
    },
  },
  {
    files: ['src/main/**/*.ts'],
    ignores: ['src/main/app/ipc.electron.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              ...ipcOnly('src/main/app/ipc.electron.ts'),
              name: 'electron',
              importNames: ['ipcMain'],
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/renderer/**', 'src/preload/**', 'component/**'],
    ignores: ['**/*.test.ts', 'src/renderer/lib/fake-bridge.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '/contract/(contract|define|inputs)\\.ts$',
              allowTypeImports: true,
              message:
                'Types only: its schemas and their library stay out of the bundles of pages.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['scripts/**/*.ts', 'simulator/*.ts', 'bench/**/*.ts', 'tests/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: [
      '**/*.test.ts',
      '**/*.spec.ts',
      'tests/**/*.ts',
      'bench/**/*.ts',
      // What several tests of a folder share.
      'src/main/*/fixture.ts',
    ],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // JSON that a test reads is judged by its expectations.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Tests of a bridge reach through walls that hold in the product.
      'callpoint/walls': 'off',
      'security/detect-possible-timing-attacks': 'off',
    },
  },
  {
    files: ['**/*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js'],
    extends: [ts.configs.disableTypeChecked],
    rules: { 'no-restricted-syntax': 'off' },
  },
)
