/** Describes each unexpected and each missing element. */
export function* differences(
  what: string,
  actual: ReadonlySet<string>,
  expected: ReadonlySet<string>
): Generator<string> {
  for (const one of actual) if (!expected.has(one)) yield `${what}: ${one} is unexpected`
  for (const one of expected) if (!actual.has(one)) yield `${what}: ${one} is missing`
}
