import {describe, expect, test} from '@jest/globals'

import {withPermissions, withTables} from '../../setup/action-docs.js'

const action = `name: sample
inputs:
  # Where it goes
  stage:
    description: "\`auto\` or a | stage."
    default: auto
  role-arn:
    description: |
      The role
      to assume.
  # How it is built
  context:
    description: The context.
    default: .
outputs:
  digest:
    description: The digest.
`
const readme = `# Sample
<!-- inputs:start -->
stale
<!-- inputs:end -->
between
<!-- outputs:start --><!-- outputs:end -->
after
`
const expected = `# Sample
<!-- inputs:start -->

**Where it goes**

| Input | Default | Description |
| --- | --- | --- |
| \`stage\` | \`auto\` | \`auto\` or a \\| stage. |
| \`role-arn\` | | The role to assume. |

**How it is built**

| Input | Default | Description |
| --- | --- | --- |
| \`context\` | \`.\` | The context. |

<!-- inputs:end -->
between
<!-- outputs:start -->

| Output | Description |
| --- | --- |
| \`digest\` | The digest. |

<!-- outputs:end -->
after
`

describe('the tables of the README', () => {
  test('come from action.yml, with one table for each group of inputs', () => {
    expect(withTables(readme, action)).toBe(expected)
  })

  test('stay the same if they are written again', () => {
    expect(withTables(expected, action)).toBe(expected)
  })

  test('are one table without a title if action.yml has no groups', () => {
    const text = withTables(readme, action.replaceAll(/^ *#.*\n/gm, ''))
    expect(text).not.toContain('**')
    expect(text.match(/\| Input \|/g)).toHaveLength(1)
  })

  test.each<[string, string, string, string]>([
    ['a missing marker', readme.replace('<!-- outputs:end -->', ''), action, '<!-- outputs:end -->'],
    ['markers in the wrong order', '<!-- inputs:end --><!-- inputs:start -->', action, 'in this order'],
    ['an input without a description', readme, action.replace(/description: The context/, 'x: '), 'inputs.context'],
    ['no outputs', readme, action.slice(0, action.indexOf('outputs:')), 'no outputs'],
    ['bad YAML', readme, 'inputs: [', 'action.yml']
  ])('%s is an error', (_, text, yaml, message) => {
    expect(() => withTables(text, yaml)).toThrow(message)
  })
})

test('the tables of permissions list the levels of each grantee, those on build caches, and the actions of each level', () => {
  const permissions = {
    grants: {release: {developers: ['read', 'metadata'], endUsers: ['read'], github: []}},
    cacheGrants: {
      '<image>/cache': {development: ['read', 'write'], release: []},
      '<image>/cache-trunk': {development: ['read'], release: []}
    },
    actions: {read: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']}
  }
  expect(withPermissions('<!-- permissions:start --><!-- permissions:end -->', permissions))
    .toBe(`<!-- permissions:start -->

| stage | Developers | End users | GitHub (the stage's role) |
| --- | --- | --- | --- |
| Release | read metadata | read | – |

| with \`cache: true\`, GitHub's role of | on \`<image>/cache\` | on \`<image>/cache-trunk\` |
| --- | --- | --- |
| Development | read write | read |
| Release | – | – |

| level | actions |
| --- | --- |
| **read** | \`ecr:BatchGetImage\` \`ecr:GetDownloadUrlForLayer\` |

<!-- permissions:end -->`)
})
