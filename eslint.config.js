import js from '@eslint/js'
import noUnsanitized from 'eslint-plugin-no-unsanitized'
import security from 'eslint-plugin-security'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import { pagesParser } from './eslint-rules/pages-parser.ts'
import {
  leftToOxlint,
  svelteRules,
  testFiles,
  testRules,
  typedRules,
} from './eslint-rules/typed.ts'
import { walls } from './eslint-rules/walls.ts'

const ipcOnly = (file) => ({
  name: 'ipcMain',
  message: `Electron's ipc is touched in ${file} only`,
})

const COMPONENTS = ['**/*.svelte', '**/*.svelte.ts']

export default ts.config(
  {
    ignores: ['out/', '**/dist/', '**/node_modules/', 'bench/results/', 'test-results/', '.cache/'],
  },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  { files: COMPONENTS, extends: [svelte.configs.recommended] },
  security.configs.recommended,
  noUnsanitized.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      parserOptions: {
        // One program for all but the pages: types that several folders share are worked out once.
        project: './tsconfig.lint.json',
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { callpoint: { rules: { walls } } },
    rules: {
      ...typedRules,
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
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
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
    files: COMPONENTS,
    languageOptions: {
      parserOptions: {
        parser: pagesParser,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/require-each-key': 'error',
      // Svelte's own props are read once by design here and there; the compiler warns where it matters.
      'prefer-const': 'off',
      'no-undef': 'off',
      ...svelteRules,
      // A Map or Set that nothing on the screen reads need not be reactive.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['{src/renderer,component,simulator/console}/**/*.ts'],
    ignores: ['**/*.svelte.ts'],
    languageOptions: { parser: pagesParser },
  },
  { files: ['**/*.ts'], rules: { ...leftToOxlint, 'no-undef': 'off' } },
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
    // Blank lines and comments count. A file of about 200 lines is better.
    files: ['{src,component,simulator}/**/*.{ts,svelte}'],
    ignores: ['**/*.test.ts'],
    rules: { 'max-lines': ['error', 300] },
  },
  {
    files: ['scripts/**/*.ts', 'simulator/*.ts', 'bench/**/*.ts', 'tests/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: testFiles,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      ...testRules,
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
