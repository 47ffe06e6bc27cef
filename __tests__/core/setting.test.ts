import {readFileSync} from 'node:fs'

import {describe, expect, test} from '@jest/globals'
import {parse} from 'yaml'

import {createProgram} from '../../src/cli/program.js'
import type {Setting} from '../../src/core/setting.js'
import {given, optionOf, setting} from '../../src/core/setting.js'

const {inputs} = parse(readFileSync('action.yml', 'utf8')) as {inputs: Record<string, unknown>}

/** The commands that take each option of the command line. */
const commands = new Map<string, string[]>()
for (const command of createProgram('0.0.0', () => Promise.resolve()).commands) {
  for (const {long} of command.options) {
    if (typeof long === 'string') commands.set(long, [...(commands.get(long) ?? []), command.name()])
  }
}

/** The settings of both edges, as the names of inputs. */
const SETTINGS = Object.keys(inputs).filter((name): name is Setting => optionOf(name) !== undefined)

const TABLE: [Setting, string, string][] = [
  ['stage', '--stage', 'push'],
  ['image', '--image', 'push'],
  ['variant', '--variant', 'push'],
  ['config', '--config', 'push'],
  ['context', '--context', 'push'],
  ['file', '--file', 'push'],
  ['target', '--target', 'push'],
  ['platforms', '--platform', 'push'],
  ['build-args', '--build-arg', 'push'],
  ['build-contexts', '--build-context', 'inputs'],
  ['secret-envs', '--secret-env', 'push'],
  ['secret-files', '--secret-file', 'push'],
  ['tags', '--tag', 'push'],
  ['builder', '--builder', 'push'],
  ['no-cache', '--no-cache', 'push'],
  ['pull', '--pull', 'push'],
  ['rebuild', '--rebuild', 'push'],
  ['dry-run', '--dry-run', 'push'],
  ['source', '--source', 'promote'],
  ['version', '--version', 'promote'],
  ['fail-on-severity', '--fail-on-severity', 'promote'],
  ['scan-timeout', '--scan-timeout', 'promote']
]

describe('every setting is an input of action.yml and an option of the command line', () => {
  test.each(TABLE)('%s is %s of the command %s', (name, option, command) => {
    expect(Object.keys(inputs)).toContain(name)
    expect(optionOf(name)).toBe(option)
    expect(commands.get(option)).toContain(command)
  })

  test('and there is no other setting', () => {
    expect(TABLE.map(([name]) => name).sort()).toEqual(SETTINGS.toSorted())
  })

  test('and no other input has an option of the same name', () => {
    const named = Object.keys(inputs).filter(name => commands.has(`--${name}`))
    expect(named.filter(name => !SETTINGS.includes(name as Setting))).toEqual([])
  })
})

test.each(SETTINGS)('%s is named as an input in a workflow, and as an option on a command line', name => {
  const option = optionOf(name) ?? ''
  expect(setting(name)).toEqual({workflow: `the input \`${name}\``, terminal: `\`${option}\``})
  expect(given(name, 'a')).toEqual({workflow: `\`${name}: a\` under \`with:\``, terminal: `\`${option} a\``})
})

test.each(['role-arn', 'profile', 'toString', ''])('%s is no setting of both', name => {
  expect(optionOf(name)).toBeUndefined()
})
