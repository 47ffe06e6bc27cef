import {execFileSync} from 'node:child_process'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

import {ensureOpenssl} from '../setup/machine.js'
import type {ServerCertificate} from '../testbed/registry/distribution.js'

/**
 * Every client takes 127.0.0.1 for a registry without TLS. This address reaches the same servers, and needs no entry in
 * /etc/hosts.
 */
const ADDRESS = '0.0.0.0'

/** A certificate that vouches for itself, with a key like those of ECR. */
const CONFIGURATION = `[req]
distinguished_name = name
x509_extensions = extensions
prompt = no
[name]
CN = bench
[extensions]
basicConstraints = critical, CA:TRUE
subjectAltName = IP:${ADDRESS}
`

/** Makes a certificate for registries of this machine. */
export function makeCertificate(scratch: string): ServerCertificate {
  const directory = mkdtempSync(join(scratch, 'certificate-'))
  const [configuration, key, certificate] = ['openssl.cnf', 'key.pem', 'certificate.pem'].map(name =>
    join(directory, name)
  ) as [string, string, string]
  writeFileSync(configuration, CONFIGURATION)
  const {path, environment} = ensureOpenssl()
  execFileSync(
    path,
    [
      ...['req', '-x509', '-config', configuration, '-days', '2'],
      ...['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate]
    ],
    {env: {...process.env, ...environment}, stdio: 'pipe'}
  )
  return {address: ADDRESS, certificate, key}
}
