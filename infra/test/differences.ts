/** What is there and should not be, and what should be and is not. */
export function* differences(
  what: string,
  actual: ReadonlySet<string>,
  expected: ReadonlySet<string>
): Generator<string> {
  for (const one of actual) if (!expected.has(one)) yield `${what}: ${one} too much`
  for (const one of expected) if (!actual.has(one)) yield `${what}: ${one} missing`
}
