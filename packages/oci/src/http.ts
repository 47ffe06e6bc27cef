export type ResponseHeaders = Record<string, string | string[] | undefined>

export interface RegistryResponse {
  status: number
  headers: ResponseHeaders
  body: Buffer
}

const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504])

/** Whether the same request may succeed later. */
export function isTransient(status: number): boolean {
  return TRANSIENT.has(status)
}

export function header({headers}: Pick<RegistryResponse, 'headers'>, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}
