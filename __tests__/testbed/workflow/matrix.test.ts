import {expect, test} from '@jest/globals'

import type {Value} from '../../../testbed/workflow/expression.js'
import {strategyOf} from '../../../testbed/workflow/matrix.js'

test.each<[string, Value, Value]>([
  ['without a matrix: one leg', {}, [{}]],
  ['one axis', {image: ['api', 'web']}, [{image: 'api'}, {image: 'web'}]],
  [
    'two axes, the first slowest',
    {a: [1, 2], b: ['x', 'y']},
    [
      {a: 1, b: 'x'},
      {a: 1, b: 'y'},
      {a: 2, b: 'x'},
      {a: 2, b: 'y'}
    ]
  ],
  [
    'exclude removes the legs that agree with all its values',
    {a: [1, 2], b: ['x', 'y'], exclude: [{a: 1, b: 'y'}, {a: 2}]},
    [{a: 1, b: 'x'}]
  ],
  ['include alone', {include: [{image: 'api'}, {image: 'web', port: 80}]}, [{image: 'api'}, {image: 'web', port: 80}]],
  [
    'include extends the legs that it agrees with',
    {image: ['api', 'web'], include: [{image: 'web', port: 80}]},
    [{image: 'api'}, {image: 'web', port: 80}]
  ],
  [
    'include without an axis extends every leg',
    {image: ['api', 'web'], include: [{port: 80}]},
    [
      {image: 'api', port: 80},
      {image: 'web', port: 80}
    ]
  ],
  [
    'include with another value adds a leg',
    {image: ['api'], include: [{image: 'web'}]},
    [{image: 'api'}, {image: 'web'}]
  ],
  [
    "GitHub's own example",
    {
      fruit: ['apple', 'pear'],
      animal: ['cat', 'dog'],
      include: [
        {color: 'green'},
        {color: 'pink', animal: 'cat'},
        {fruit: 'apple', shape: 'circle'},
        {fruit: 'banana'},
        {fruit: 'banana', animal: 'cat'}
      ]
    },
    [
      {fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle'},
      {fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle'},
      {fruit: 'pear', animal: 'cat', color: 'pink'},
      {fruit: 'pear', animal: 'dog', color: 'green'},
      {fruit: 'banana'},
      {fruit: 'banana', animal: 'cat'}
    ]
  ]
])('%s', (_, matrix, legs) => {
  expect(strategyOf({matrix})).toEqual({legs, failFast: true})
})

test.each<[Value, string]>([
  [{matrix: {image: 'api'}}, 'a matrix requires lists, not "api"'],
  [{matrix: {image: []}}, 'the matrix has no leg'],
  [{matrix: {image: Array.from({length: 257}, (_, index) => index)}}, 'the matrix has 257 legs, and GitHub takes 256']
])('%j is refused', (strategy, message) => {
  expect(() => strategyOf(strategy)).toThrow(message)
})
