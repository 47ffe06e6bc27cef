import process from 'node:process'

// Runs TypeScript without a build: node --import ./setup/typescript.js FILE. The cache of tsx is off, so that no files remain.
process.env.TSX_DISABLE_CACHE = '1'
await import('tsx')
