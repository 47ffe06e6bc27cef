import packageFile from '../../package.json' with {type: 'json'}

/** Version of the action and of the command line. */
export const VERSION = packageFile.version
