import {describe, expect, test} from '@jest/globals'

import {DEFAULT_QUOTAS, Quotas} from '../../../testbed/aws/quotas.js'

const count = (quotas: Quotas, times: number, now: number, region = 'eu-west-1', account = '1'): number =>
  Array.from({length: times}, () => quotas.admit(account, region, 'ecr:PutImage', now)).filter(Boolean).length

describe('quotas', () => {
  test('admit the requests of one second at once, and then refill at their rate', () => {
    const quotas = new Quotas()
    expect(count(quotas, 20, 0)).toBe(DEFAULT_QUOTAS['ecr:PutImage'])
    expect(count(quotas, 20, 500)).toBe(5)
    expect(count(quotas, 20, 5500)).toBe(10)
  })

  test('are counted for each account and region', () => {
    const quotas = new Quotas()
    count(quotas, 20, 0)
    expect(count(quotas, 20, 0, 'us-east-1')).toBe(10)
    expect(count(quotas, 20, 0, 'eu-west-1', '2')).toBe(10)
  })

  test('can be set', () => {
    const quotas = new Quotas()
    quotas.set('ecr:PutImage', 2)
    expect(count(quotas, 20, 0)).toBe(2)
    quotas.set('ecr:PutImage', Infinity)
    expect(count(quotas, 20, 0)).toBe(20)
    quotas.set('ecr:PutImage', 0)
    expect(count(quotas, 20, 0)).toBe(0)
  })

  test('below one request a second admit one, and the next after its time', () => {
    const quotas = new Quotas()
    quotas.set('ecr:PutImage', 0.1)
    expect(count(quotas, 20, 0)).toBe(1)
    expect(count(quotas, 20, 9000)).toBe(0)
    expect(count(quotas, 20, 10_000)).toBe(1)
  })
})
