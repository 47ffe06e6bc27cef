import tseslint from 'typescript-eslint'

// Each service has one folder that speaks to it.
const AWS = {group: ['@aws-sdk/*'], message: 'src/aws alone speaks to AWS.'}
const GITHUB = {group: ['@actions/github'], message: "src/github alone speaks to GitHub's API."}
const SERVICES = {group: ['@aws-sdk/*', '@actions/*', 'undici', '**/aws/*', '**/github/*', '**/builder/*'], message: 'This folder calls no service.'}
const within = (files, ...patterns) => ({files, rules: {'no-restricted-imports': ['error', {patterns}]}})

export default tseslint.config(
  {ignores: ['dist/', 'lib/', 'node_modules/', 'coverage/', '.cache/', 'infra/cdk.out/']},
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
  within(['src/**/*.ts'], AWS, GITHUB),
  within(['src/aws/**/*.ts'], GITHUB),
  within(['src/github/**/*.ts'], AWS),
  within(['src/stages/**/*.ts', 'src/source/**/*.ts'], SERVICES),
  within(['src/registry/**/*.ts'], AWS, GITHUB, {group: ['**/aws/*', '**/github/*', '**/stages/*'], message: 'src/registry knows neither AWS nor GitHub.'}),
  {
    // A test knows what it has put there.
    files: ['__tests__/**/*.ts'],
    rules: {'@typescript-eslint/no-non-null-assertion': 'off'}
  }
)
