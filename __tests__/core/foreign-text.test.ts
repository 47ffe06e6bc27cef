import {describe, expect, test} from '@jest/globals'

import {jsonText, maskedValues, withoutPassword, withVisibleControls} from '../../src/core/foreign-text.js'

test.each([
  ['an escape sequence of a terminal', '\u001b[31mred\u001b]0;title\u0007', '\\x1b[31mred\\x1b]0;title\\x07'],
  ['a C1 control', 'a\u009b2J', 'a\\x9b2J'],
  ['a carriage return', 'done\r::warning::x', 'done\\r::warning::x'],
  ['text that runs backward', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['nothing of tabs, line ends and letters', 'a\tb\nä 日本 🎉', 'a\tb\nä 日本 🎉']
])('shows %s', (_, text, shown) => {
  expect(withVisibleControls(text)).toBe(shown)
})

test('JSON has control characters as its own escapes', () => {
  const value = {a: 'b\u009b31m', c: ['\u202e\u007f\n']}
  expect(jsonText(value)).not.toMatch(/[\u007f-\u009f\u202e]/)
  expect(JSON.parse(jsonText(value))).toEqual(value)
})

describe('the values that are masked for a secret', () => {
  test.each<[string, string, string[]]>([
    ['one line', 'hunter2', ['hunter2']],
    ['one line with blanks around it', '  hunter2\n', ['hunter2']],
    ['a pretty-printed key', '{\n  "n": 2\n  "private_key": "abcdef"\n}\n', ['"private_key": "abcdef"']],
    ['lines that end with CRLF', 'first-line\r\nsecond-line\r\n', ['first-line', 'second-line']],
    ['a control character, which is printed as an escape', 'se\u0001cret', ['se\u0001cret', 'se\\x01cret']],
    ['nothing', '\n', []],
    [
      'a line that may be all there is, although it only opens something',
      'CorrectHorseBattery:\n  x',
      ['CorrectHorseBattery:']
    ],
    ['no line of a value that has only short ones', '[\n  1\n]', []],
    [
      'a mapping, without the lines that only open it',
      'development:\n  adapter: postgres\n  password: correct horse\nproduction-eu:\r\n\r\n  "read.replica":\n    - hunter2hunter2\n',
      ['adapter: postgres', 'password: correct horse', '- hunter2hunter2']
    ],
    ['a list below its key', 'passwords:\n- hunter2hunter2', ['- hunter2hunter2']],
    [
      'JSON, without the lines that only open and close it',
      '{\n  "private_key": {\n    "value": "abcdef"\n  },\n  "secondary": [\n    "ghijkl"\n  ]\n}',
      ['"value": "abcdef"', '"ghijkl"']
    ],
    [
      'lines that end with a colon, if they open nothing',
      'hunter2hunter2:\ncorrecthorse:\n',
      ['hunter2hunter2:', 'correcthorse:']
    ],
    [
      'keys that may be values',
      'hunter2hunter2:\n  admin: true\ncorrect horse:\n  admin: true\nc0rrecthorse: {\n- correcthorse:\n    1\n',
      ['hunter2hunter2:', 'admin: true', 'correct horse:', 'c0rrecthorse: {', '- correcthorse:']
    ],
    ['one line that looks like a key', 'development:', ['development:']]
  ])('of %s', (_, secret, values) => {
    expect(maskedValues(secret)).toEqual(values)
  })
})

test.each([
  ['https://user:token@host.example/x', 'https://***@host.example/x'],
  ['https://token@github.com/my-org/app.git#main', 'https://***@github.com/my-org/app.git#main'],
  ['HTTP://a:b@h/ and https://c@h/', 'HTTP://***@h/ and https://***@h/'],
  ['ssh://git@host/x', 'ssh://git@host/x'],
  ['ssh://git:secret@host/x', 'ssh://git:***@host/x'],
  ['git@github.com:my-org/app.git', 'git@github.com:my-org/app.git'],
  ['https://user:p@ss@host/x', 'https://***@host/x'],
  ['ssh://git:p@ss@host/x', 'ssh://git:***@host/x'],
  ['https://host/x?mail=a@b', 'https://host/x?mail=a@b'],
  ['https://host/@scope/package', 'https://host/@scope/package'],
  ['docker.io/library/node:22@sha256:ab', 'docker.io/library/node:22@sha256:ab']
])('the address %s is shown as %s', (address, shown) => {
  expect(withoutPassword(address)).toBe(shown)
})
