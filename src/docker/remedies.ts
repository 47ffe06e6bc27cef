import type {Remedy} from '../core/remedy.js'
import {remedy} from '../core/remedy.js'

// In a workflow, an action installs the missing tool. On a command line, the developer runs a command.

export const INSTALL_DOCKER = remedy`${{
  workflow: 'Use a runner that has Docker, such as ubuntu-latest, or install it',
  terminal: 'Install it'
}}: https://docs.docker.com/engine/install/`

const BUILDX_PACKAGE = 'the package docker-buildx-plugin (Debian and Ubuntu: docker-buildx)'
const OR_SET_UP_BUILDX: Remedy = {workflow: ', or add docker/setup-buildx-action before this step', terminal: ''}

export const INSTALL_BUILDX = remedy`Install ${BUILDX_PACKAGE}${OR_SET_UP_BUILDX}.`
export const UPDATE_BUILDX = remedy`Update ${BUILDX_PACKAGE}${OR_SET_UP_BUILDX}.`

/** Adds a builder that can do more than the default builder. */
export const ADD_BUILDER: Remedy = {
  workflow: 'Add docker/setup-buildx-action before this step',
  terminal: 'Run `docker buildx create --use`'
}

export const ADD_EMULATION: Remedy = {
  workflow: 'Add docker/setup-qemu-action before this step',
  terminal: 'Run `docker run --privileged --rm tonistiigi/binfmt --install all`'
}

/** Added to an instruction that has to be followed before the build starts. */
export const BEFORE_BUILD: Remedy = {workflow: ' in a step before this one', terminal: ' first'}
