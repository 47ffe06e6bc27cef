import process from 'node:process'

// Runs TypeScript as it stands: node --import ./setup/typescript.js FILE. Without tsx' cache, nothing of it stays behind.
process.env.TSX_DISABLE_CACHE = '1'
await import('tsx')
