/**
 * A transform for jest: adds `with {type: 'json'}` to imports of JSON. Node requires the attribute, and
 * jest will require it soon, but @actions/workflow-parser is published without it.
 */
export default {
  process: source => ({
    code: source.replaceAll(/^(import \w+ from "[^"]+\.json");$/gm, "$1 with {type: 'json'};")
  })
}
