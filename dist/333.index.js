export const id = 333;
export const ids = [333];
export const modules = {

/***/ 3333:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openRepository: () => (/* reexport */ openRepository),
  readEvent: () => (/* reexport */ readEvent)
});

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
// EXTERNAL MODULE: ./src/failure.ts
var failure = __webpack_require__(1633);
;// CONCATENATED MODULE: ./src/stages/payload.ts

/**
 * Reads what a webhook's payload says: https://docs.github.com/en/webhooks/webhook-events-and-payloads
 * @throws Failure naming the field that is missing or of another type
 */
function eventFrom(source) {
    const { name, actor, sha, payload } = source;
    const read = reader(name, payload);
    switch (name) {
        case 'pull_request':
            return {
                ...{ kind: 'pull_request', name, actor, mergeSha: commit(name, 'GITHUB_SHA', sha) },
                action: read.text('action'),
                number: read.number('pull_request.number'),
                fork: !read.isRepository('pull_request.head.repo', source.repository),
                headRef: read.text('pull_request.head.ref'),
                headSha: read.commit('pull_request.head.sha'),
                baseRef: read.text('pull_request.base.ref')
            };
        case 'push': {
            const ref = branchOrTag(name, read.text('ref'));
            const deleted = read.flag('deleted');
            // payload.after is the tag's own object where the tag is annotated; GITHUB_SHA is the commit.
            const at = deleted ? sha : commit(name, 'GITHUB_SHA', sha);
            return ref.kind === 'branch'
                ? { kind: 'push', name, actor, branch: ref.name, sha: at, deleted }
                : { kind: 'tag', name, actor, tag: ref.name, sha: at, deleted };
        }
        case 'merge_group':
            return { kind: 'merge_group', name, actor, sha: commit(name, 'GITHUB_SHA', sha) };
        case 'release':
            return {
                ...{ kind: 'release', name, actor, sha: commit(name, 'GITHUB_SHA', sha) },
                action: read.text('action'),
                tag: read.text('release.tag_name'),
                prerelease: read.flag('release.prerelease')
            };
        case 'delete':
            return { kind: 'delete', name, actor };
        case 'workflow_dispatch':
        case 'schedule':
        case 'repository_dispatch':
            return {
                ...{ kind: 'manual', name, actor, sha: commit(name, 'GITHUB_SHA', sha) },
                ref: branchOrTag(name, source.ref),
                version: name === 'workflow_dispatch' ? read.textOrEmpty('inputs.version') : undefined
            };
        case 'workflow_run':
            return {
                ...{ kind: 'workflow_run', name, actor },
                fromThisRepository: read.isRepository('workflow_run.head_repository', source.repository),
                headEvent: read.text('workflow_run.event'),
                headBranch: read.textOrEmpty('workflow_run.head_branch'),
                sha: read.commit('workflow_run.head_sha')
            };
        default:
            return { kind: 'other', name, actor };
    }
}
function reader(event, payload) {
    const at = (path) => path.split('.').reduce((value, key) => member(value, key), payload);
    const text = (path) => {
        const value = at(path);
        if (typeof value === 'string' && value !== '')
            return value;
        throw unreadable(event, path, 'a text', value);
    };
    return {
        text,
        commit: (path) => commit(event, path, text(path)),
        number(path) {
            const value = at(path);
            if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0)
                return value;
            throw unreadable(event, path, 'a whole number', value);
        },
        /** Absent is false. */
        flag(path) {
            const value = at(path) ?? false;
            if (typeof value === 'boolean')
                return value;
            throw unreadable(event, path, 'true or false', value);
        },
        /** A text that may be absent, null or empty. */
        textOrEmpty(path) {
            const value = at(path) ?? '';
            if (typeof value === 'string')
                return value.trim() || undefined;
            throw unreadable(event, path, 'a text', value);
        },
        /** Whether a repository is the one given. Names are recycled, ids are not; null is a repository that is gone. */
        isRepository(path, own) {
            const value = at(path);
            if (value === null)
                return false;
            const id = member(value, 'id');
            if (own.id !== undefined && (typeof id === 'number' || typeof id === 'string'))
                return String(id) === own.id;
            return text(`${path}.full_name`).toLowerCase() === own.fullName.toLowerCase();
        }
    };
}
function member(value, key) {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? value[key]
        : undefined;
}
function branchOrTag(event, ref) {
    const [, kind, name] = /^refs\/(heads|tags)\/(.+)$/s.exec(ref) ?? [];
    if (kind === undefined || name === undefined)
        throw unreadable(event, 'ref', 'a branch or a tag (refs/heads/..., refs/tags/...)', ref);
    return { kind: kind === 'heads' ? 'branch' : 'tag', name };
}
function commit(event, field, value) {
    if (/^[0-9a-f]{40}$/.test(value))
        return value;
    throw unreadable(event, field, 'a commit id of 40 hex digits', value);
}
function unreadable(event, field, expected, value) {
    const found = value === undefined ? 'it is missing' : `it is ${JSON.stringify(value).slice(0, 100)}`;
    return new failure/* Failure */.HR(`The event ${event} cannot be read: its ${field} should be ${expected}, and ${found}.`, {
        remedy: 'GITHUB_EVENT_PATH names the file that GitHub wrote; steps before this one must leave it and GITHUB_* alone.'
    });
}

;// CONCATENATED MODULE: ./src/github/event.ts


/** What set off this run, and the repository's default branch where the payload names it. */
function readEvent(runner) {
    const { eventName, payload, ref, sha, actor } = github/* context */._;
    const repository = { fullName: runner.repository, id: runner.repositoryId };
    const named = payload.repository?.['default_branch'];
    return {
        event: eventFrom({ name: eventName, payload, ref, sha, actor, repository }),
        defaultBranch: typeof named === 'string' && named !== '' ? named : undefined
    };
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./src/github/repository.ts



/** GitHub answers at most this many commits of a comparison at once; they come oldest first, the newest are what counts. */
const PAGE = 100;
function openRepository({ token, apiUrl, fullName, signal }) {
    const [owner = '', repo = ''] = fullName.split('/');
    // Made when it is first needed: without a token the octokit refuses to be made at all.
    let made;
    const octokit = () => (made ??= (0,github/* getOctokit */.Q)(token, { baseUrl: apiUrl }));
    return {
        async openPullRequest(branch) {
            const answer = await tried(`Listing the open pull requests of branch ${branch}`, signal, () => octokit().rest.pulls.list({ owner, repo, state: 'open', head: `${owner}:${branch}`, per_page: 100, request: { signal } }), 'Add `pull-requests: read` to the `permissions:` of this job.');
            // GitHub answers null for a fork that is gone, whatever its types say.
            const headOf = (pull) => pull.head.repo?.full_name;
            return answer.data.find(pull => sameName(headOf(pull), fullName) && pull.head.ref === branch)?.number;
        },
        async laterCommits(commit, branch) {
            try {
                const compare = (page) => octokit().rest.repos.compareCommitsWithBasehead({ owner, repo, basehead: `${commit}...${branch}`, per_page: PAGE, page, request: { signal } });
                const first = await compare(1);
                const pages = Math.ceil(first.data.total_commits / PAGE);
                const last = pages > 1 ? await compare(pages) : first;
                return { kind: 'known', commits: last.data.commits.map(({ sha }) => sha).reverse(), contains: first.data.behind_by === 0 };
            }
            catch (error) {
                signal.throwIfAborted();
                return { kind: 'unknown', because: `comparing ${commit.slice(0, 12)} with ${branch} failed: ${described(error)}` };
            }
        },
        async defaultBranch() {
            const answer = await tried('Asking GitHub for the default branch', signal, () => octokit().rest.repos.get({ owner, repo, request: { signal } }), 'Add `contents: read` to the `permissions:` of this job, or name the trunk in the stages file.');
            return answer.data.default_branch;
        }
    };
}
function sameName(one, other) {
    return one?.toLowerCase() === other.toLowerCase();
}
async function tried(what, signal, call, permission) {
    for (let attempt = 1;; attempt++) {
        try {
            return await call();
        }
        catch (error) {
            signal.throwIfAborted();
            const status = statusOf(error);
            if (attempt < 3 && (status === undefined || status >= 500)) {
                await (0,promises_.setTimeout)(300 * attempt, undefined, { signal });
                continue;
            }
            // GitHub answers 404 for what a token may not know of.
            const denied = status === 401 || status === 403 || status === 404;
            throw new failure/* Failure */.HR(`${what}: ${described(error)}`, {
                cause: error,
                remedy: denied ? permission : 'Run the job again, and look at https://www.githubstatus.com if it stays.'
            });
        }
    }
}
function statusOf(error) {
    if (typeof error !== 'object' || error === null || !('status' in error))
        return undefined;
    // The octokit gives 500 to a connection that failed, too.
    return typeof error.status === 'number' ? error.status : undefined;
}
function described(error) {
    const status = statusOf(error);
    return status === undefined ? (0,failure/* messageOf */.bD)(error) : `GitHub answered ${status}: ${(0,failure/* messageOf */.bD)(error)}`;
}

;// CONCATENATED MODULE: ./src/github/index.ts




/***/ })

};
