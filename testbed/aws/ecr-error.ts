/** An error of ECR's API. */
export class EcrError extends Error {
  override name = 'EcrError'

  constructor(
    /** `ImageTagAlreadyExistsException`, ... */
    readonly code: string,
    message: string
  ) {
    super(message)
  }
}
