import process from 'node:process'

import {expect, test} from '@jest/globals'

import {undoAll} from '../../demo/undo.js'

test('runs all steps from the last to the first, and exits with 1 if one fails', async () => {
  const done: string[] = []
  const {exitCode} = process
  try {
    await undoAll([
      () => done.push('engine'),
      () => Promise.reject(new Error('the directory is in use')),
      () => {
        throw new Error('the server does not close')
      },
      () => done.push('clone')
    ])
    expect({done, exitCode: process.exitCode}).toEqual({done: ['clone', 'engine'], exitCode: 1})
  } finally {
    process.exitCode = exitCode
  }
})
