export type ResponseHeaders = Record<string, string | string[] | undefined>

export interface RegistryResponse {
  status: number
  headers: ResponseHeaders
  body: Buffer
}

/** Statuses that another try may mend. */
export const RETRIED = new Set([408, 425, 429, 500, 502, 503, 504])

/** Whether another try may mend what the status says. */
export function mayPass(status: number): boolean {
  return RETRIED.has(status)
}

export function header({headers}: Pick<RegistryResponse, 'headers'>, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}
