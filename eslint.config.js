import importSort from 'eslint-plugin-simple-import-sort'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  {ignores: ['dist/', 'lib/', 'node_modules/', 'coverage/', '.cache/', 'infra/cdk.out/']},
  {
    files: ['**/*.{ts,js}'],
    plugins: {'import-sort': importSort},
    rules: {'import-sort/imports': ['error', {groups: [['^node:'], ['^@?\\w'], ['^']]}]}
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname}},
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', {considerDefaultExhaustiveForUnions: true}],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', {allowNumber: true}],
      // The compiler's noPropertyAccessFromIndexSignature asks for the opposite.
      '@typescript-eslint/dot-notation': 'off'
    }
  },
  {
    // The story of a run reads as a list of steps.
    files: ['src/run/**/*.ts'],
    rules: {'max-lines-per-function': ['error', 45]}
  },
  {
    // A test knows what it has put there.
    files: ['__tests__/**/*.ts', 'packages/*/test/**/*.ts'],
    rules: {'@typescript-eslint/no-non-null-assertion': 'off'}
  }
)
