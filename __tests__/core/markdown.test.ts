import {expect, test} from '@jest/globals'

import {code, cutToLines, escaped, link, preformatted, table, webAddress} from '../../src/core/markdown.js'
import {HOSTILE} from '../report/images.js'

test.each([
  ['plain text stays', 'feature/hello: 1.2-3, ok?', 'feature/hello: 1.2-3, ok?'],
  ['marks of Markdown', '*a* _b_ `c` ~d~', '&#42;a&#42; &#95;b&#95; &#96;c&#96; &#126;d&#126;'],
  ['HTML', '<b>&amp;', '&#60;b&#62;&#38;amp;'],
  ['mentions, references and formulas', '@octocat #1 $x$', '&#64;&#8203;octocat &#35;1 &#36;x&#36;'],
  ['addresses', 'https://evil.example, www.evil.example', 'https&#58;//evil.example, www&#46;evil.example'],
  ['line ends become spaces', 'a\r\n\r\n# b', 'a &#35; b'],
  ['marks of direction', 'a\u202eb\u200fc\u061cd', 'a b c d']
])('%s', (_, text, expected) => {
  expect(escaped(text)).toBe(expected)
})

test('code shows its text, and no character of it acts as markup', () => {
  expect(code('a|*b*')).toBe('<code>a&#124;&#42;b&#42;</code>')
  expect(code(HOSTILE)).not.toMatch(/<img|\n|\]\(/)
})

test.each([
  ['https://nvd.nist.gov/vuln/detail/CVE-2026-1', 'https://nvd.nist.gov/vuln/detail/CVE-2026-1'],
  ['https://example.com/a)b c|d<e>', 'https://example.com/a%29b%20c%7Cd%3Ce%3E'],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['not an address', undefined],
  [`https://example.com/${'x'.repeat(280)}`, `https://example.com/${'x'.repeat(280)}`],
  [`https://example.com/${'x'.repeat(281)}`, undefined],
  [`https://example.com/${'(é'.repeat(33)}`, undefined]
])('the address %s', (address, expected) => {
  expect(webAddress(address)).toBe(expected)
})

test('a block keeps its line ends, and shows control characters', () => {
  expect(preformatted('<b>\n\ta\u001b[2J\u202eb\r')).toBe('<pre>&lt;b&gt;\n\ta\\x1b[2J\\u202eb\\r</pre>')
})

test('a link without a web address is only its text', () => {
  expect(link('CVE-1', 'https://example.com')).toBe('[CVE-1](https://example.com/)')
  expect(link('CVE-1', undefined)).toBe('CVE-1')
  expect(link('[x](y)', 'javascript:x')).toBe('&#91;x&#93;&#40;y&#41;')
})

test('a table leaves out rows without a value', () => {
  expect(
    table([
      ['A', '1'],
      ['B', '']
    ])
  ).toBe('| | |\n|---|---|\n| A | 1 |')
})

test.each([
  ['a text that fits stays whole', 'né\nno', 6, 'né\nno'],
  ['the limit counts bytes, not characters', 'é\né\né\né', 10, 'é\n(cut)'],
  ['not one line fits', 'ééééééé', 8, '\n(cut)']
])('a text is cut at the end of a line: %s', (_, text, limit, expected) => {
  expect(cutToLines(text, limit, '(cut)')).toBe(expected)
  expect(Buffer.byteLength(expected)).toBeLessThanOrEqual(limit)
})
