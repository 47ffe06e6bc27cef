import {rmSync} from 'node:fs'

// Whatever became of the step, its Docker config does not outlive the job. Node's own modules are enough for that.
const directory = process.env['STATE_docker-config']
if (directory) {
  try {
    rmSync(directory, {recursive: true, force: true, maxRetries: 3})
    process.stdout.write(`Removed the Docker config of this run, ${directory}\n`)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    process.stdout.write(
      `::error::The Docker config of this run could not be removed; it holds a login to ECR for up to 12 hours: ${reason}\n`
    )
    process.exitCode = 1
  }
}
