import {readdirSync, readFileSync} from 'node:fs'

import {describe, expect, test} from '@jest/globals'
import {parse} from 'yaml'

interface Form {
  name: string
  description: string
  labels: string[]
  body: Field[]
}

interface Field {
  type: string
  id?: string
  attributes: {label?: string; value?: string}
}

const folder = new URL('../.github/ISSUE_TEMPLATE/', import.meta.url)
const names = readdirSync(folder).filter(name => name !== 'config.yml')

function read(name: string): unknown {
  return parse(readFileSync(new URL(name, folder), 'utf8'))
}

// https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms
describe.each(names)('the issue form %s', name => {
  const form = read(name) as Form
  const fields = form.body.filter(({type}) => type !== 'markdown')

  test('has what GitHub requires of a form', () => {
    expect(form).toMatchObject({
      name: expect.any(String),
      description: expect.any(String),
      labels: [expect.any(String)]
    })
    expect(form.body.map(({type}) => type).filter(type => !['markdown', 'textarea', 'input'].includes(type))).toEqual(
      []
    )
    expect(fields.length).toBeGreaterThan(0)
  })

  test('has fields that are told apart by id and label', () => {
    for (const values of [fields.map(({id}) => id), fields.map(({attributes}) => attributes.label)]) {
      expect(values).not.toContain(undefined)
      expect(new Set(values).size).toBe(values.length)
    }
  })
})

test('a bug report asks for the error, the stages file, the step, the runner and the versions', () => {
  const {body} = read('bug.yml') as Form
  expect(body.flatMap(({id}) => id ?? [])).toEqual(['problem', 'error', 'stages-file', 'step', 'runner', 'versions'])
})

test('security reports lead to SECURITY.md, and every issue starts with a form', () => {
  const config = read('config.yml') as {blank_issues_enabled: boolean; contact_links: {url: string; about: string}[]}
  expect(config.blank_issues_enabled).toBe(false)
  const [security] = config.contact_links.filter(({url}) => url.endsWith('/security/policy'))
  expect(security?.about).toContain('SECURITY.md')
})
