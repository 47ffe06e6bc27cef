export const id = 915;
export const ids = [915];
export const modules = {

/***/ 4915:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   doctor: () => (/* binding */ doctor)
/* harmony export */ });
/* harmony import */ var _doctor_check_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7751);
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1633);
/* harmony import */ var _report_checklist_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1478);
/* harmony import */ var _stages_stage_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(7089);
/* harmony import */ var _local_job_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1452);
/* harmony import */ var _terminal_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9808);






/** Looks at all that a push or a pull takes, and says what to mend; nothing is pushed and nothing changed. */
async function doctor(common, machine) {
    const { stage = 'development' } = common;
    const checks = await examined(common, machine);
    const styled = (0,_terminal_js__WEBPACK_IMPORTED_MODULE_4__/* .styler */ .Y)(process.stdout, machine.environment);
    const isWell = (0,_report_checklist_js__WEBPACK_IMPORTED_MODULE_2__/* .complaintOf */ .Nx)(checks) === undefined;
    return {
        lines: [`${stage} · ${isWell ? 'all is well' : 'not all is well'}: ${(0,_report_checklist_js__WEBPACK_IMPORTED_MODULE_2__/* .tally */ .N4)(checks)}`, ...(0,_report_checklist_js__WEBPACK_IMPORTED_MODULE_2__/* .checklistLines */ .Ob)(checks, (part, text) => styled(COLOURS[part], text))],
        json: { stage, checks },
        exitCode: isWell ? 0 : 1
    };
}
const COLOURS = { good: 'green', bad: 'red', warning: 'yellow', 'not-looked-at': 'dim', told: 'dim', mend: 'cyan' };
async function examined({ stage = 'development', ...common }, machine) {
    try {
        return await (0,_local_job_js__WEBPACK_IMPORTED_MODULE_3__/* .inClone */ .J)(common, {}, machine, async (job) => {
            const { examine } = await Promise.all(/* import() */[__webpack_require__.e(820), __webpack_require__.e(260), __webpack_require__.e(890), __webpack_require__.e(908)]).then(__webpack_require__.bind(__webpack_require__, 9908));
            const source = (0,_stages_stage_js__WEBPACK_IMPORTED_MODULE_5__/* .sourceStage */ .I)(stage);
            const checks = await examine({
                ...job, stage,
                target: job.targetOf(stage),
                source: source === undefined ? undefined : job.targetOf(source).repository,
                image: job.image.name,
                who: { kind: 'person' },
                builds: stage !== 'release',
                builder: undefined
            });
            return [...ofClone(job), ...checks];
        });
    }
    catch (error) {
        if (!(error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_1__/* .Failure */ .HR))
            throw error;
        return [(0,_doctor_check_js__WEBPACK_IMPORTED_MODULE_0__/* .bad */ .MB)('clone', error.message, error.remedy)];
    }
}
function ofClone({ tree, file, image, trunk }) {
    const changes = tree.isDirty ? ', with changes that are not committed' : '';
    return [
        (0,_doctor_check_js__WEBPACK_IMPORTED_MODULE_0__/* .good */ .uw)('clone', `${tree.branch === undefined ? 'no branch' : `branch ${tree.branch}`} at ${tree.commit.id.slice(0, 12)}${changes}`),
        (0,_doctor_check_js__WEBPACK_IMPORTED_MODULE_0__/* .good */ .uw)('stages file', `${file.path}: image ${image.name}, trunk ${trunk}`)
    ];
}


/***/ }),

/***/ 7751:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $e: () => (/* binding */ warning),
/* harmony export */   $h: () => (/* binding */ notLookedAt),
/* harmony export */   CD: () => (/* binding */ attempt),
/* harmony export */   Ev: () => (/* binding */ told),
/* harmony export */   MB: () => (/* binding */ bad),
/* harmony export */   bh: () => (/* binding */ notKnown),
/* harmony export */   uw: () => (/* binding */ good)
/* harmony export */ });
/* harmony import */ var _failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1633);

function good(name, says) {
    return { name, state: 'good', says };
}
function bad(name, says, mend) {
    return { name, state: 'bad', says, ...(mend === undefined ? {} : { mend }) };
}
function warning(name, says, mend) {
    return { name, state: 'warning', says, ...(mend === undefined ? {} : { mend }) };
}
/** Neither good nor bad. */
function told(name, says, mend) {
    return { name, state: 'told', says, ...(mend === undefined ? {} : { mend }) };
}
/** @param because `there are no credentials` */
function notLookedAt(name, because) {
    return { name, state: 'not-looked-at', says: `not looked at, because ${because}` };
}
/** Throttled, or not reached: that says nothing of what was asked for. */
function notKnown(name, because) {
    return warning(name, `not known: ${because}`, 'Run the doctor again.');
}
/**
 * Takes a step whose failure is a finding and not the end.
 * @param says what there is, of its value
 * @throws whatever is no Failure: a cancelled run, or a defect
 */
async function attempt(name, work, says) {
    try {
        const value = await work();
        return { check: good(name, says(value)), value };
    }
    catch (error) {
        if (!(error instanceof _failure_js__WEBPACK_IMPORTED_MODULE_0__/* .Failure */ .HR))
            throw error;
        const { message, remedy, location } = error;
        const place = location === undefined ? '' : `${location.file}:${location.line}`;
        return { check: bad(name, place === '' || message.startsWith(place) ? message : `${place}: ${message}`, remedy), failure: error };
    }
}


/***/ }),

/***/ 1478:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N4: () => (/* binding */ tally),
/* harmony export */   Nx: () => (/* binding */ complaintOf),
/* harmony export */   Ob: () => (/* binding */ checklistLines)
/* harmony export */ });
/* unused harmony exports SIGNS, checklistTable */

const SIGNS = { good: '✓', bad: '✗', warning: '!', 'not-looked-at': '–', told: '·' };
/** The checklist in lines: sign, name and finding of each check, and under it what mends it. */
function checklistLines(checks, paint = (_, text) => text) {
    const width = Math.max(0, ...checks.map(({ name }) => name.length));
    const indent = ' '.repeat(width + 4);
    return checks.flatMap(({ name, state, says, mend }) => {
        const [first = '', ...rest] = says.split('\n');
        const mends = mend === undefined ? [] : mend.split('\n').map((line, index) => `${indent}${paint('mend', `${index === 0 ? '→ ' : '  '}${line}`)}`);
        return [`${paint(state, SIGNS[state])} ${name.padEnd(width)}  ${first}`, ...rest.map(line => indent + line), ...mends];
    });
}
/** `14 good, 1 bad, 2 not looked at` */
function tally(checks) {
    const words = [['good', 'good'], ['bad', 'bad'], ['warning', 'to look into'], ['not-looked-at', 'not looked at']];
    const counted = words.map(([state, word]) => [checks.filter(check => check.state === state).length, word]);
    return counted.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`).join(', ');
}
/** What is bad, as one error: how much of it, and the first, from which the rest often follows; undefined where nothing is. */
function complaintOf(checks) {
    const found = checks.filter(({ state }) => state === 'bad');
    const [first] = found;
    if (first === undefined)
        return undefined;
    const count = found.length === 1 ? 'The doctor found one thing that is bad' : `The doctor found ${found.length} things that are bad, the first of them`;
    return `${count}: ${first.name}: ${first.says}${first.mend === undefined ? '' : `\n${first.mend}`}`;
}
const EMOJI = { good: '✅', bad: '❌', warning: '⚠️', 'not-looked-at': '➖', told: 'ℹ️' };
/** The checklist as a table of GitHub's Markdown. */
function checklistTable(checks) {
    const rows = checks.map(({ name, state, says, mend }) => {
        const found = inCell(says) + (mend === undefined ? '' : `<br>→ ${inCell(mend)}`);
        return `| ${EMOJI[state]} | ${inCell(name)} | ${found} |`;
    });
    return ['| | | |', '|---|---|---|', ...rows].join('\n');
}
/** Lines stay lines, and what is written as code stays code; nothing else is read as Markdown or HTML. */
function inCell(text) {
    const line = (one) => one.split(/(`[^`]+`)/).map(part => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : escaped(part))).join('');
    return text.split('\n').map(line).join('<br>');
}


/***/ })

};
