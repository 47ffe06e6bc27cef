import {expect, test} from '@jest/globals'

import {Cancelled, Failure} from '../../src/core/failure.js'
import {attempt} from '../../src/doctor/check.js'

const says = (value: string): string => `there is ${value}`
const failing = (failure: Error) => (): string => {
  throw failure
}

test('a step that succeeds is good, and its value is kept', async () => {
  expect(await attempt('file', () => 'a file', says)).toEqual({
    check: {name: 'file', state: 'good', says: 'there is a file'},
    value: 'a file'
  })
})

test.each([
  ['a failure', new Failure('It failed.', {remedy: 'Fix it.'}), {says: 'It failed.', remedy: 'Fix it.'}],
  ['a failure without a remedy', new Failure('It failed.'), {says: 'It failed.'}],
  [
    'a failure with its place',
    new Failure('It is wrong.', {location: {file: 'a.yml', line: 3}}),
    {says: 'a.yml:3: It is wrong.'}
  ],
  [
    'a failure whose message contains its place',
    new Failure('a.yml:3 It is wrong.', {location: {file: 'a.yml', line: 3}}),
    {says: 'a.yml:3 It is wrong.'}
  ]
])('%s is bad, and does not end the examination', async (_, failure, check) => {
  expect(await attempt('file', failing(failure), says)).toEqual({
    check: {name: 'file', state: 'bad', ...check},
    failure
  })
})

test.each([
  ['a cancelled run', new Cancelled('SIGINT')],
  ['a defect', new TypeError('x is not a function')]
])('%s is no finding', async (_, error) => {
  await expect(attempt('file', failing(error), says)).rejects.toBe(error)
})
