import {describe, expect, test} from '@jest/globals'

import type {DockerfileOptions} from '../../src/fingerprint/dockerfile.js'
import {parseDockerfile} from '../../src/fingerprint/dockerfile.js'
import {parsePlatform} from '../../src/fingerprint/platform.js'

const amd64 = parsePlatform('linux/amd64')

function parse(text: string, options: Partial<DockerfileOptions> = {}) {
  return parseDockerfile(text, {buildArgs: {}, platforms: [amd64], buildPlatform: amd64, contexts: [], ...options})
}

function names(text: string, options: Partial<DockerfileOptions> = {}): string[] {
  return parse(text, options).images.map(({contextName}) => contextName)
}

const sha = `sha256:${'a'.repeat(64)}`

describe('the images that a Dockerfile reads', () => {
  const table: [behaviour: string, text: string, images: string[], options?: Partial<DockerfileOptions>][] = [
    ['one', 'FROM alpine', ['alpine']],
    ['instructions in any case', 'from alpine as x\nfrom debian\ncopy --from=x / /', ['alpine', 'debian']],
    [
      'each once, in whatever form',
      'FROM alpine AS a\nFROM docker.io/library/alpine:latest\nCOPY --from=a / /',
      ['alpine']
    ],
    ['scratch is not an image', 'FROM scratch\nCOPY --from=scratch / /', []],
    ['with host and port', 'FROM 127.0.0.1:5000/base:1', ['127.0.0.1:5000/base:1']],
    ['with a digest', `FROM alpine:3@${sha}`, [`alpine:3@${sha}`]],
    ['stages are not images', 'FROM alpine AS build\nFROM build\nCOPY --from=BUILD / /\nCOPY --from=0 / /', ['alpine']],
    ['FROM finds stages only in lower case', 'FROM scratch AS Build\nFROM build', []],
    ['the last stage of a name wins', 'FROM alpine AS x\nFROM debian AS x\nFROM x', ['debian']],
    ['a stage has no tag', 'FROM scratch AS x\nFROM x:latest', ['x']],
    ['COPY --from an image', 'FROM scratch\nCOPY --from=alpine:3 --chown=1 /a /b', ['alpine:3']],
    ['COPY --from a number out of range', 'FROM scratch\nCOPY --from=7 /a /b', ['7']],
    [
      'a mount from an image',
      'FROM scratch\nRUN --mount=type=bind,from=alpine,target=/x --mount=from=debian,target=/y true',
      ['alpine', 'debian']
    ],
    [
      'a mount finds stages by name, not by number',
      'FROM alpine AS a\nFROM scratch\nRUN --mount=from=a,target=/x --mount=from=0,target=/y true',
      ['0', 'alpine']
    ],
    [
      'a quoted mount',
      'FROM scratch\nRUN --mount="type=bind",\'x\' --mount=type=bind,"from=alpine",target=/x true',
      ['alpine']
    ],
    ['mounts without an image', 'FROM scratch\nRUN --mount=type=cache,target=/c --mount=type=secret,id=from true', []],
    [
      'ONBUILD runs in the stages built from its own',
      'FROM scratch AS a\nONBUILD COPY --from=alpine / /\nONBUILD RUN --mount=from=debian,target=/x true\nFROM a',
      ['alpine', 'debian']
    ],
    ['ONBUILD of the last stage runs in other builds', 'FROM scratch\nONBUILD COPY --from=alpine / /', []],
    [
      'flags in quotes',
      'FROM scratch\nRUN --mount="from=alpine,target=/x" true\nCOPY --from="debian" / /',
      ['alpine', 'debian']
    ],
    ['escapes in flags', 'FROM scratch\nCOPY --from=al\\pine / /', ['alpine']],
    [
      'the last of two from= in a mount',
      'FROM scratch\nRUN --mount=from=alpine,from=debian,target=/x true',
      ['debian']
    ],
    [
      'a mount without from reads a stage called scratch',
      'FROM alpine AS scratch\nFROM debian\nRUN --mount=target=/x true',
      ['alpine', 'debian']
    ],
    ['a signed number of a stage', 'FROM alpine AS a\nFROM scratch\nCOPY --from=+0 / /', ['alpine']],
    ['TARGETSTAGE is the last stage', 'FROM ${TARGETSTAGE}-base AS run', ['run-base']],
    ['directives after blanks', '  # escape=`\nFROM alpine\nCOPY a `\n--from=debian b', ['alpine']],
    ['a continuation line alone', 'FROM alpine\n\\\nCOPY --from=debian / /', ['alpine', 'debian']],
    ['a heredoc with a blank', 'FROM scratch\nRUN << EOF\nFROM alpine\nEOF\nCOPY --from=debian / /', ['debian']],
    ['a heredoc with an escaped name', 'FROM scratch\nRUN <<\\EOF\nFROM alpine\nEOF', []],
    ['a heredoc with a name in parts', 'FROM scratch\nRUN <<E"O"F\nFROM alpine\nEOF', []],
    ['no heredoc in the JSON form', 'FROM scratch\nRUN ["cat", "<<EOF"]\nCOPY --from=alpine / /', ['alpine']],
    ['after --platform', 'FROM --platform=$BUILDPLATFORM golang:1 AS b\nFROM scratch\nCOPY --from=b / /', ['golang:1']],
    ['only what the last stage needs', 'FROM golang AS unused\nFROM alpine', ['alpine']],
    ['only what the target needs', 'FROM golang AS build\nFROM alpine', ['golang'], {target: 'BUILD'}],
    [
      'through stages of stages',
      'FROM a AS a1\nFROM b AS b1\nCOPY --from=a1 / /\nFROM c AS c1\nFROM scratch\nRUN --mount=from=b1,target=/x true',
      ['a', 'b']
    ],
    ['a stage that reads itself', 'FROM alpine AS a\nCOPY --from=a / /', ['alpine']],
    [
      'a named context in place of an image',
      'FROM alpine\nCOPY --from=debian:12 / /',
      ['debian:12'],
      {contexts: ['docker.io/library/alpine:latest']}
    ],
    ['a named context in place of a stage', 'FROM alpine AS a\nFROM a', [], {contexts: ['a']}],
    ['a named context in place of the target', 'FROM alpine AS a', [], {contexts: ['a'], target: 'a'}]
  ]
  test.each(table.map(([behaviour, ...row]) => ({behaviour, row})))('$behaviour', ({row: [text, images, options]}) => {
    expect(names(text, options)).toEqual(images)
  })
})

describe('the syntax of a Dockerfile', () => {
  const table: [behaviour: string, text: string, images: string[]][] = [
    ['continuation', 'FROM \\\n  alpine \\\n  AS x', ['alpine']],
    ['blanks after the continuation', 'FROM \\ \t\n alpine', ['alpine']],
    [
      'comments and blank lines within a continuation',
      'FROM scratch\nCOPY \\\n# a comment \\\n\n  --from=alpine / /',
      ['alpine']
    ],
    ['an escaped escape is no continuation', 'FROM scratch\nRUN echo \\\\\nCOPY --from=alpine / /', ['alpine']],
    ['Windows line ends', 'FROM alpine AS x\r\nRUN a \\\r\n  b\r\nFROM debian\r\n', ['debian']],
    ['byte order mark', '\uFEFF# escape=`\nFROM `\n alpine', ['alpine']],
    ['another escape', '# escape=`\nFROM `\n  alpine\nRUN dir C:\\\nCOPY --from=debian / /', ['alpine', 'debian']],
    ['escape below a comment is a comment', '# hello\n# escape=`\nFROM \\\n  alpine', ['alpine']],
    ['escape below an unknown directive is a comment', '# hello=1\n# escape=`\nFROM \\\n  alpine', ['alpine']],
    ['# within a line starts no comment', 'FROM scratch\nRUN x # y \\\nFROM z', []],
    ['heredoc', 'FROM scratch\nRUN <<EOF\nFROM alpine\nEOF\nCOPY --from=debian / /', ['debian']],
    ['heredoc with tabs', 'FROM scratch\nCOPY <<-"END" /x\nFROM alpine\n\tEND\nCOPY --from=debian / /', ['debian']],
    ['two heredocs', "FROM scratch\nCOPY <<A <<'B' /x/\nFROM a\nB\nA\nFROM b\nB\nCOPY --from=debian / /", ['debian']],
    ['tabs stay without the dash', 'FROM scratch\nRUN <<EOF\n\tEOF\nFROM alpine\nEOF', []],
    ['heredoc of ONBUILD', 'FROM scratch\nONBUILD RUN <<EOF\nFROM alpine\nEOF', []],
    [
      'a shift and a here-string are no heredocs',
      'FROM alpine AS a\nRUN echo $((1<<2)) "<<X" <<<y\nFROM debian',
      ['debian']
    ],
    ['no heredoc in LABEL', 'FROM alpine AS a\nLABEL x=1 y=<<EOF\nFROM debian', ['debian']],
    ['a heredoc without an end', 'FROM alpine\nRUN <<EOF\nFROM debian', ['alpine']],
    ['nothing at all', '', []]
  ]
  test.each(table)('%s', (_, text, images) => {
    expect(names(text)).toEqual(images)
  })
})

describe('variables in FROM', () => {
  const table: [word: string, args: string, image: string, buildArgs?: Record<string, string>][] = [
    ['$V', 'ARG V=alpine', 'alpine'],
    ['${V}', 'ARG V=alpine', 'alpine'],
    ['a/$V-x:1', 'ARG V=b', 'a/b-x:1'],
    ['$V', 'ARG V=alpine', 'debian', {V: 'debian'}],
    ['alpine:${V:-3}', 'ARG V', 'alpine:3'],
    ['alpine:${V:-3}', 'ARG V', 'alpine:3', {V: ''}],
    ['alpine:${V:-3}', 'ARG X', 'alpine:3', {V: '4'}],
    ['alpine${V-:3}', 'ARG V', 'alpine', {V: ''}],
    ['alpine${V-:3}', 'ARG V', 'alpine:3'],
    ['alpine${V:+:edge}', 'ARG V=1', 'alpine:edge'],
    ['alpine${V:+:edge}', 'ARG V=', 'alpine'],
    ['alpine${V+:edge}', 'ARG V=', 'alpine:edge'],
    ['alpine${V+:edge}', 'ARG V', 'alpine'],
    ['${V:-${W:-alpine}}', 'ARG V\nARG W', 'alpine'],
    ['${V:-${W:-alpine}:3}', 'ARG V\nARG W=debian', 'debian:3'],
    ['"$V:3"', 'ARG V=alpine', 'alpine:3'],
    ["'alpine':3", 'ARG V', 'alpine:3'],
    ['alp\\ine', 'ARG V', 'alpine'],
    ['$V:3', 'ARG V="alpine"', 'alpine:3'],
    ['$W', 'ARG V=alpine\nARG W=$V:3', 'alpine:3'],
    ['$W', 'ARG V=alpine W=$V:3', 'alpine:3'],
    ['$W', 'ARG V=alpine\nARG W=${V}:3', 'x:3', {V: 'x'}],
    ['alpine:$TARGETARCH', '', 'alpine:amd64'],
    ['alpine:$TARGETARCH', '', 'alpine:mine', {TARGETARCH: 'mine'}],
    ['$TARGETSTAGE', '', 'default'],
    ['alpine:${V#v}', 'ARG V=v3.2', 'alpine:3.2'],
    ['alpine:${V##*.}', 'ARG V=3.2.1', 'alpine:1'],
    ['alpine:${V#*.}', 'ARG V=3.2.1', 'alpine:2.1'],
    ['alpine:${V%.*}', 'ARG V=3.2.1', 'alpine:3.2'],
    ['alpine:${V%%.*}', 'ARG V=3.2.1', 'alpine:3'],
    ['alpine:${V/./-}', 'ARG V=3.2.1', 'alpine:3-2.1'],
    ['alpine:${V//./-}', 'ARG V=3.2.1', 'alpine:3-2-1']
  ]
  test.each(table.map(([word, args, image, buildArgs = {}]) => ({word, args, image, buildArgs})))(
    '$word after $args is $image with $buildArgs',
    ({word, args, image, buildArgs}) => {
      const sources = parse(`${args}\nFROM ${word}\n`, {buildArgs})
      expect(sources.images.map(({contextName}) => contextName)).toEqual([image])
      expect([...sources.problems, ...sources.uncertainties]).toEqual([])
    }
  )

  test('an image whose name contains the platform counts once for each platform', () => {
    const platforms = ['linux/amd64', 'linux/arm64/v8', 'linux/arm'].map(parsePlatform)
    expect(names('FROM base-$TARGETARCH$TARGETVARIANT', {platforms})).toEqual([
      'base-amd64',
      'base-arm64',
      'base-armv7'
    ])
  })

  test('a stage whose name contains the platform leads to the image of each platform', () => {
    const text = 'FROM a AS base-amd64\nFROM b AS base-arm64\nFROM c AS base-s390x\nFROM base-$TARGETARCH'
    const platforms = ['linux/amd64', 'linux/arm64'].map(parsePlatform)
    expect(names(text, {platforms})).toEqual(['a', 'b'])
  })

  test.each([
    ['FROM $NOPE', 'NOPE has no value'],
    ['FROM alpine:${NOPE}', 'NOPE has no value'],
    ['FROM alpine:${NOPE:?}', 'NOPE has no value'],
    ['FROM alpine AS a\nARG V=debian\nFROM $V', 'V has no value']
  ])('%j is a problem at its line', (text, message) => {
    expect(parse(text).problems).toEqual([
      {
        line: text.split('\n').length,
        message: expect.stringContaining(message),
        remedy: {
          workflow: expect.stringMatching(/^Set its value with the input `build-args`, /),
          terminal: expect.stringMatching(/^Set its value with `--build-arg`, /)
        }
      }
    ])
  })

  test('an empty value is a problem at its line', () => {
    expect(parse('ARG A=\nFROM ${A}').problems).toEqual([{line: 2, message: 'FROM names no image: “${A}”'}])
  })

  test('a build with an invalid image reference never counts as unchanged', () => {
    expect(parse('FROM scratch\nCOPY --from=$X / /').uncertainties).toEqual([
      expect.stringContaining('names “$X” in line 2')
    ])
  })
})

describe('the sources of ADD', () => {
  const remote = [
    'ADD https://example.com/a.tar /',
    'ADD a ["b"] http://example.com/ /',
    'ADD ["https://example.com/a b", "/"]',
    'ADD git@github.com:a/b /',
    'ADD https://github.com/a/b.git#v1 /',
    'ADD git://example.com/a /',
    'ADD ssh://git@example.com/a /',
    'ADD Git://example.com/a /',
    'ADD HTTPS://example.com/a.git /',
    'ADD ${PATH:+https://example.com/a} /',
    `ADD https://example.com/a?checksum=${'b'.repeat(40)} /`,
    'ARG U=https://example.com\nADD $U/a /',
    'ENV U https://example.com\nADD ${U}/a /',
    'ENV U=https://example.com\nENV V=$U/a\nADD $V /',
    'ARG SUM\nADD --checksum=$SUM https://example.com/a /',
    'ADD --checksum=sha256:abc https://example.com/a /'
  ]
  test.each(remote)('%j is fetched', text => {
    expect(parse(`FROM scratch\n${text}`).uncertainties).toEqual([expect.stringMatching(/^fetches “.*” in line \d$/)])
  })

  const local = [
    'ADD a.tar /',
    'ADD ./x.git /',
    'ADD x.git /',
    'ADD github.com/a/b /',
    'ADD example.com/a.git /',
    'ADD ftp://example.com/a /',
    'ONBUILD ADD https://example.com/a /',
    'COPY https://example.com/a /',
    'ADD <<EOF /x\nhttps://example.com\nEOF',
    'ARG JAR=target/*.jar\nADD $JAR /app.jar',
    'ADD a https://example.com/',
    `ADD --checksum=${sha} https://example.com/a /`,
    `ADD --checksum=${'b'.repeat(40)} https://example.com/a.git /`,
    `ADD https://example.com/a.git?checksum=${'b'.repeat(40)} /`
  ]
  test.each(local)('%j is in the context, or pinned by its checksum', text => {
    expect(parse(`FROM scratch\n${text}`).uncertainties).toEqual([])
  })

  test('a word that starts with a variable of the base image may be fetched', () => {
    expect(parse('FROM alpine\nADD $DIST /').uncertainties).toHaveLength(1)
    expect(parse('FROM alpine\nADD files/$DIST /').uncertainties).toEqual([])
    expect(parse('FROM scratch\nADD $DIST /').uncertainties).toEqual([])
  })

  test('a stage inherits variables', () => {
    const text = 'FROM scratch AS a\nARG U=https://x\nFROM a\nADD $U/y /'
    expect(parse(text).uncertainties).toEqual(['fetches “$U/y” in line 4'])
    expect(parse(text, {buildArgs: {U: 'here'}}).uncertainties).toEqual([])
  })

  test('a stage must declare a global argument to use it', () => {
    expect(parse('ARG U=https://x\nFROM scratch\nARG U\nADD $U/y /').uncertainties).toHaveLength(1)
    expect(parse('ARG U=https://x\nFROM scratch\nADD $U/y /').uncertainties).toEqual([])
  })

  test('a stage that is not built fetches nothing', () => {
    expect(parse('FROM scratch AS a\nADD https://x /\nFROM scratch').uncertainties).toEqual([])
  })
})

describe('a form that was not tried against BuildKit is named with its line', () => {
  const table: [text: string, form: string][] = [
    ['FROM alpine\nRUN --new=x true', 'the flag “--new” of RUN in line 2'],
    ['FROM alpine\nFETCH x', 'the instruction “FETCH” in line 2'],
    ['FROM alpine\nRUN echo \u00a0x', 'an unusual character in line 2'],
    ['FROM alpine\nRUN echo "${x^^} <<EOF"', 'quotes or variables beside “<<” in line 2'],
    ["FROM alpine\nRUN echo 'it <<EOF", 'quotes or variables beside “<<” in line 2'],
    ['FROM alpine\nRUN <<"$X"\nEOF', 'the heredoc “<<"$X"” in line 2'],
    ['FROM ${A@Q}', 'the word “${A@Q}” in line 1'],
    ['ARG A=${B:#x}\nFROM alpine', 'the word “${B:#x}” in line 1'],
    ['FROM alpine\nRUN --mount=from=\\"x\\" true', 'the mount “from="x"” in line 2'],
    ['FROM scratch\nCOPY --from=4 / /', 'the stage number “4” in line 2'],
    ['ARG SOURCE_DATE_EPOCH=context\nFROM alpine', 'SOURCE_DATE_EPOCH with the value “context” in line 1']
  ]
  test.each(table)('%j', (text, form) => {
    expect(parse(text).uncertainties).toContain(`has ${form}, a form that is not read here`)
  })

  test('but not in a stage that is not built', () => {
    expect(parse('FROM ${A@Q} AS unused\nFROM alpine').uncertainties).toEqual([])
  })
})

describe('the frontend', () => {
  const table: [behaviour: string, text: string, reference: string | undefined][] = [
    ['a directive', '# syntax=docker/dockerfile:1\nFROM a', 'docker.io/docker/dockerfile:1'],
    ['blanks and case', '#  SyNtAx = docker/dockerfile:1  \nFROM a', 'docker.io/docker/dockerfile:1'],
    ['after escape', '# escape=`\n# syntax=docker/dockerfile:1\nFROM a', 'docker.io/docker/dockerfile:1'],
    ['below a comment', '# hello\n# syntax=docker/dockerfile:1\nFROM a', undefined],
    ['below a blank line', '\n# syntax=docker/dockerfile:1\nFROM a', undefined],
    ['below an instruction', 'FROM a\n# syntax=docker/dockerfile:1', undefined],
    ['below a shebang', '#!/usr/bin/x\n# syntax=docker/dockerfile:1\nFROM a', 'docker.io/docker/dockerfile:1'],
    ['after slashes', '// syntax=docker/dockerfile:1\nFROM a', 'docker.io/docker/dockerfile:1'],
    ['in JSON', '{"syntax": "docker/dockerfile:1"}', 'docker.io/docker/dockerfile:1']
  ]
  test.each(table)('%s', (_, text, reference) => {
    expect(parse(text).frontend?.reference).toBe(reference)
  })

  test('keeps its arguments, and BUILDKIT_SYNTAX takes precedence over it', () => {
    const text = '# syntax=docker/dockerfile:1 -x\nFROM a'
    expect(parse(text).frontend).toMatchObject({reference: 'docker.io/docker/dockerfile:1', options: '-x'})
    expect(parse(text, {buildArgs: {BUILDKIT_SYNTAX: 'my/dockerfile:2'}}).frontend?.reference).toBe(
      'docker.io/my/dockerfile:2'
    )
  })

  test('of another language never counts as unchanged', () => {
    expect(parse('# syntax=example.com/bakery/cake:1\nFROM a').uncertainties).toHaveLength(1)
    expect(parse('# syntax=example.com/bakery/dockerfile-x\nFROM a').uncertainties).toHaveLength(1)
    expect(parse('# syntax=example.com/bakery/dockerfile:1\nFROM a').uncertainties).toHaveLength(1)
    expect(parse('# syntax=example.com/mirror/docker/dockerfile-upstream:1\nFROM a').uncertainties).toEqual([])
  })
})

const commit = 'a'.repeat(40)

/** What the build may fetch depends on BuildKit, on the base image, or on a form that is not read. */
describe('a Dockerfile is never found as unchanged with', () => {
  const table: [what: string, text: string, options?: Partial<DockerfileOptions>][] = [
    ['a heredoc without its end', '# syntax=docker/dockerfile:1.2\nFROM alpine\nRUN echo $((1 << 2))\nFROM busybox'],
    ['a variable whose name begins with a digit', 'FROM alpine\nRUN echo ${1a} <<"USER x"\nCOPY a /\nUSER x'],
    ['a flag of ONBUILD', 'FROM alpine\nONBUILD -- RUN <<"USER x"\nFROM scratch\nUSER x'],
    ['a trigger with a backtick', '# escape=`\nFROM scratch AS a\nONBUILD ENV U=b` V=https://x.org/f\nFROM a'],
    [
      'a trigger with a backslash under another escape',
      '# escape=`\nFROM scratch AS a\nONBUILD ENV V=a\\ U=local\nFROM a'
    ],
    // Frontends before 1.15 read a flag with a backslash whatever the directive says, and later ones with the escape of it.
    [
      'a backslash in a flag under another escape',
      '# escape=`\nFROM scratch\nRUN --mount=type=bind,fr\\om=alpine,target=/m true'
    ],
    ['a backtick in a flag under that escape', '# escape=`\nFROM scratch\nCOPY --exclude=a` --from=alpine /x /y'],
    ['a backtick in a quoted flag', '# escape=`\nFROM scratch\nCOPY --exclude="a`" --from=alpine /x /y'],
    [
      'a flag of a trigger beside a heredoc under another escape',
      '# escape=`\nFROM scratch AS a\nONBUILD COPY --exclude=a` ["<<EOF", "/x"]\nFROM scratch'
    ],
    ['an argument whose name has quotes', 'FROM scratch\nARG "URL"=https://x.org/f\nADD $URL /x'],
    ['an argument whose name has an escape', 'FROM scratch\nARG U\\RL=https://x.org/f\nADD $URL /x'],
    ['an argument whose name has a variable', 'FROM scratch\nARG N=URL\nARG $N=https://x.org/f\nADD $URL /x'],
    ['an argument before FROM whose name has quotes', 'ARG BASE=alpine\nARG "BASE"=busybox\nFROM $BASE'],
    // Frontends before 1.9 read the JSON and ignore the rest, and later ones read words.
    ['a comment after JSON', 'FROM scratch\nADD ["https://x.org/y", "/z"] # note'],
    ['words after JSON with brackets inside', 'FROM scratch\nADD --link ["a]", "https://x.org/y", "/z"] b]'],
    ['words after JSON of COPY', 'FROM scratch\nCOPY ["a", "/z"] "/b"'],
    ['words after JSON of a trigger', 'FROM scratch AS a\nONBUILD ADD ["https://x.org/y", "/z"] # note\nFROM a'],
    ['a heredoc after JSON', 'FROM scratch\nRUN ["x"] <<EOF\nCOPY --from=alpine / /\nEOF'],
    ['an argument named as a method', 'FROM alpine\nARG toString=https://x.org/f\nADD $toString /x'],
    [
      'SOURCE_DATE_EPOCH from a stage',
      'FROM scratch AS src\nADD https://x.org/f /\nFROM alpine',
      {buildArgs: {SOURCE_DATE_EPOCH: 'src'}}
    ],
    ['an empty SOURCE_DATE_EPOCH', 'FROM alpine', {buildArgs: {SOURCE_DATE_EPOCH: ''}}],
    [
      'a variable that a named context may set',
      'FROM alpine AS base\nENV URL=file\nFROM base\nADD $URL /x',
      {contexts: ['base']}
    ],
    [
      'a variable that a named context for a stage from scratch may set',
      'FROM scratch AS base\nFROM base\nADD ${URL:-local} /x',
      {contexts: ['base']}
    ],
    ['a replacement of stars', 'ARG x=a\nFROM ${x//*/busybox}'],
    ['.GIT in upper case', `FROM alpine\nADD https://x.org/a.GIT?commit=${commit} /x`],
    ['.git in the name of the host', `FROM alpine\nADD https://x.git?commit=${commit} /x`],
    [
      'a pinned repository whose name the base image knows',
      `FROM alpine\nADD https://x.org/$V.git?commit=${commit} /x`
    ],
    ['two pins', `FROM alpine\nADD https://x.org/a.git?commit=${commit}&checksum=a /x`],
    ['a short commit', 'FROM alpine\nADD https://x.org/a.git#abcdef /x'],
    ['a scheme and a variable', 'FROM alpine\nADD https:$X /x'],
    ['the PATH of a base image', 'FROM alpine\nADD $PATH /f'],
    ['a key of ENV with an equals sign', 'FROM scratch\nENV K=URL=https://x.org/f?\nENV $K=1\nADD ${URL:-local} /x'],
    ['a key of ENV that the base image knows', 'FROM alpine\nENV URL=local\nENV $K=https://x.org/f\nADD $URL /x'],
    ['a variable with a letter that is not ASCII', 'FROM scratch\nARG a=local\nENV aü=x\nADD $aü /x'],
    ['a stage with a letter that is not ASCII', 'FROM alpine AS bİld\nFROM busybox\nCOPY --from=bild / /'],
    ['a flag with a letter that is not ASCII', 'FROM alpine\nADD --exclude=àhttps://x.org/f /x'],
    [
      'an argument of the SBOM scanner',
      'FROM scratch\nENV BUILDKIT_SBOM_SCAN_STAGE=https://x.org/f\nARG BUILDKIT_SBOM_SCAN_STAGE=false\nADD $BUILDKIT_SBOM_SCAN_STAGE /x'
    ],
    [
      "a proxy as an address, because Docker's config may set it",
      'FROM scratch\nARG HTTP_PROXY\nADD ${HTTP_PROXY}/f /x'
    ],
    ['a proxy with a default as an address', 'FROM scratch\nARG all_proxy=local\nADD $all_proxy /x'],
    ['a proxy as a base image', 'ARG no_proxy=alpine:3\nFROM ${no_proxy}'],
    ['a trimmed value of two halves', 'FROM scratch\nARG x=😀https://x.org/f\nADD ${x#?} /f']
  ]
  test.each(table)('%s', (...[, text, options]) => {
    expect(parse(text, options).uncertainties).not.toEqual([])
  })

  test.each([
    [
      'a checksum from an argument',
      `FROM alpine\nARG S=${'a'.repeat(64)}\nADD --checksum=sha256:$S https://x.org/f /x`
    ],
    ['a full commit in the fragment', `FROM alpine\nADD https://x.org/a.git#${commit} /x`],
    [
      'a proxy that only RUN uses',
      `ARG HTTP_PROXY\nFROM alpine\nARG HTTP_PROXY\nENV http_proxy=$HTTP_PROXY\nRUN x\nADD https://x.org/a.git#${commit} /x`
    ],
    ['a full commit and a directory in the fragment', `FROM alpine\nADD https://x.org/a.git#${commit}:dir /x`]
  ])('nothing of %s', (_, text) => {
    expect(parse(text)).toMatchObject({uncertainties: [], checksums: [expect.stringMatching(/^a+$/)]})
  })
})

test.each([
  ['a path with a backslash outside a flag', '# escape=`\nFROM alpine\nCOPY --link a\\b C:\\c'],
  ['a test of the shell', 'FROM alpine\nRUN [ -f x ] && [[ "$a" == ["b"] ]]\nRUN ["a", "b"]']
])('%s is comparable', (_, text) => {
  expect(parse(text).uncertainties).toEqual([])
})

describe('a named context', () => {
  test.each(['context', 'scratch'])('named %s stands for no stage', name => {
    expect(names(`FROM alpine AS ${name}\nFROM busybox\nCOPY --from=${name} / /`, {contexts: [name]})).toContain(
      'alpine'
    )
  })

  test('of two parts does not stand for an image of three', () => {
    expect(names('FROM library/a/b', {contexts: ['a/b']})).toEqual(['library/a/b'])
  })
})

test('a heredoc needs a name', () => {
  expect(names('FROM alpine\nRUN cat <<""\nCOPY --from=busybox / /x\n\nUSER x')).toEqual(['alpine', 'busybox'])
})

test('lists all stages if the target is missing', () => {
  const sources = parse('FROM a AS Build\nFROM b\nFROM c AS run', {target: 'test'})
  expect(sources).toMatchObject({target: 'missing', stageNames: ['build', 'run']})
  expect(parse('FROM a\nFROM b', {target: '0'}).target).toBe('missing')
})
