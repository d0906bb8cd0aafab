// A plan from nothing to an evening: Harbour Light, who coordinates, copies the shortest format and
// makes another of it, does everything wrong that can be done wrong, lets groups choose it, and
// gives it to a group. Marlow leads an evening with it, with Wren on a phone and Ana without any
// script. Then it goes out as a file and comes in again.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import {
  begin,
  comeIn,
  giveRoles,
  groupPath,
  importFeed,
  meetingAt,
  sit,
} from './community.mjs';
import { axe, axeInBothLooks, noSidewaysScroll, open, shot, tap } from './harness.mjs';
import { programPath } from './server.mjs';

/** @typedef {import('./people.mjs').Person} Person */

const run = promisify(execFile);

/** Thirty times faster than real. */
const PACE = 30;
/** What Harbour Light calls the plan, and the part that is added to it. */
const PLAN = 'Porch evening';
const PART = 'What the week brought';

/** @type {import('./harness.mjs').World} */
let world;
/** @type {string} */
let folder;
/** @type {Person} */
let coordinator;
/** @type {Person} */
let marlow;
/** @type {Person} */
let wren;
/** @type {Person} */
let ana;
/** @type {string} */
let group;
/** Where the draft is, such as `/leading/formats/own-0abc`. @type {string} */
let draft;
/** @type {string} */
let room;
/** The plan as it went out. @type {string} */
let exported;

before(async () => {
  world = await open({ args: ['--pace', String(PACE)] });
  folder = await mkdtemp(join(tmpdir(), 'renew-plan-'));
  const feed = join(folder, 'feed.json');
  // The plan is made first, and a circle that is at its own pace is over soon: it is to begin later.
  await writeFile(feed, JSON.stringify([meetingAt(5 * 60_000, 'porch', 'Porch Circle')]));
  coordinator = await world.person({ desktop: true });
  await begin(coordinator, await world.server.coordinatorLink(), 'Harbour Light');
  await importFeed(coordinator, { file: feed, name: 'Porch' });
  group = await groupPath(coordinator, /Porch/);
  marlow = await world.person({ desktop: true });
  wren = await world.person();
  ana = await world.person({ noScript: true });
  for (const [person, name] of /** @type {const} */ ([
    [marlow, 'Marlow'],
    [wren, 'Wren'],
    [ana, 'Ana'],
  ])) {
    await sit(person, name);
    await comeIn(person, coordinator, group);
  }
  await giveRoles(coordinator, group, 'Marlow', ['facilitator']);
});

after(async () => {
  await world?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Looks at a page as everybody may, and keeps pictures of it. @param {Person} person @param {string} name */
async function look({ page }, name) {
  await axeInBothLooks(page);
  await noSidewaysScroll(page);
  await shot(page, `plan-${name}`, { whole: true });
}

/** The names of the parts, in their order. */
const parts = () => coordinator.page.locator('ol > li[id^="part-"] h3').allInnerTexts();

/** The card of a part. @param {string} name */
const card = (name) =>
  coordinator.page.locator('ol > li[id^="part-"]').filter({ has: coordinator.page.getByRole('heading', { name, exact: true }) });

/** Presses a button that sends a form, and waits for the page after it. @param {Person} person @param {import('playwright-core').Locator} button */
async function press({ page }, button) {
  await Promise.all([page.waitForEvent('domcontentloaded'), button.click()]);
}

/** Goes to the page of a part. @param {string} name */
async function toPart(name) {
  await coordinator.page.goto(`${draft}/edit`);
  await press(coordinator, card(name).getByRole('link', { name: /^Change/ }));
}

test('the plans are found from the rail, and the shortest is copied', async () => {
  const { page } = coordinator;
  await page.goto('/today');
  await page.getByRole('navigation').getByRole('link', { name: 'Looking after' }).click();
  await page.getByRole('link', { name: /^Formats/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Formats' }).waitFor();
  await axe(page);
  await page.getByRole('link', { name: /^Newcomers' circle/ }).click();
  await press(coordinator, page.getByRole('button', { name: 'Copy it and change the copy' }));
  await page.waitForURL('**/leading/formats/own-*/edit');
  draft = new URL(page.url()).pathname.replace(/\/edit$/, '');
  await page.fill('#name_en', PLAN);
  await page.fill('#name_es', 'Tarde en el porche');
  await page.fill('#seats', '14');
  await press(coordinator, page.locator(`form[action="${draft}"]`).getByRole('button', { name: 'Keep' }));
  await page.getByRole('heading', { level: 1, name: PLAN }).waitFor();
});

test('a part is added, moved, and given its minutes and words', async () => {
  const { page } = coordinator;
  const before = await parts();
  await page.selectOption('#kind', 'round');
  await press(coordinator, page.getByRole('button', { name: 'Add it' }));
  const added = (await parts()).find((name) => !before.includes(name)) ?? '';
  assert.notEqual(added, '', 'the new part stands in the list');
  await press(coordinator, card(added).getByRole('link', { name: /^Change/ }));
  await page.fill('#name_en', PART);
  await page.fill('#name_es', 'Lo que trajo la semana');
  await page.fill('#heading_en', 'What did this week bring?');
  await page.fill('#heading_es', '¿Qué trajo esta semana?');
  await page.fill('#target', '8');
  await page.fill('#min', '5');
  await page.fill('#max', '10');
  await look(coordinator, 'part');
  await press(coordinator, page.getByRole('button', { name: 'Keep', exact: true }));
  await card(PART).getByText('8 min').waitFor();

  await press(coordinator, card(PART).getByRole('button', { name: /^Up/ }));
  await press(coordinator, card(PART).getByRole('button', { name: /^Up/ }));
  await press(coordinator, card(PART).getByRole('button', { name: /^Down/ }));
  await press(coordinator, card('A first round').getByRole('button', { name: /^Take out/ }));
  await page.getByText('The part is out.').waitFor();
  assert.deepEqual(await parts(), [
    'Arriving with the breath',
    'Welcome',
    'My first time',
    PART,
    'Ask anything',
    'One small thing, and goodbye',
    'Written reflection',
  ]);
});

test('an activity is chosen, and what is cut when fourteen come is said', async () => {
  const { page } = coordinator;
  await toPart('Ask anything');
  await page.selectOption('#activity_1', 'problem_solving');
  await page.fill('#target', '14');
  await page.fill('#max', '20');
  await press(coordinator, page.getByRole('button', { name: 'Keep', exact: true }));
  await card('Ask anything').getByText('Planned for: Solving a problem').waitFor();
  const minutes = await page.locator('ol > li[id^="part-"] .num').allInnerTexts();
  const sum = minutes.reduce((all, one) => all + Number.parseInt(one, 10), 0);
  await page.getByText(`${sum} minutes in 7 parts`).waitFor();
  const evening = page.locator('#evening').locator('..');
  const fourteen = await evening.locator('div', { hasText: 'If 14 people come' }).innerText();
  assert.match(fourteen, /would be offered to shorten: .*\d+ min/);
  assert.match(fourteen, /The closing keeps its \d+ minutes/);
  await look(coordinator, 'draft');
});

test('no plan loses its quiet, its welcome, its reflection or its closing', async () => {
  const { page } = coordinator;
  for (const [part, why, told] of /** @type {const} */ ([
    ['Arriving with the breath', 'People come from a full day', 'stays-stillness'],
    ['Welcome', 'hear what is kept private', 'stays-welcome'],
    ['Written reflection', 'what they find again on a hard day', 'stays-reflection'],
  ])) {
    await page.goto(`${draft}/edit`);
    assert.equal(await card(part).getByRole('button', { name: /^Take out/ }).count(), 0, part);
    await card(part).locator('summary').click();
    await card(part).getByText(why).waitFor();
    // A page of yesterday may still have had the button.
    const was = await card(part).locator('input[name="was"]').first().inputValue();
    const at = (await card(part).getAttribute('id'))?.replace('part-', '');
    const origin = new URL(page.url()).origin;
    const answer = await page.request.post(`${draft}/phases/${at}/removal`, {
      form: { was },
      headers: { origin },
      maxRedirects: 0,
    });
    assert.match(answer.headers().location ?? '', new RegExp(told));
    await page.goto(answer.headers().location ?? '');
    await page.getByRole('status').filter({ hasText: why }).waitFor();
    await axe(page);
  }
  // Of a closing of two parts one may go; then the other is all of it.
  await page.goto(`${draft}/edit`);
  assert.equal((await parts()).length, 7);
});

test('what can not be right is answered in sentences, and nothing typed is lost', async () => {
  const { page } = coordinator;
  coordinator.expect.push(/status of 422/);
  await toPart(PART);
  for (const [typed, said] of /** @type {const} */ ([
    ['five', 'Write whole minutes, from 1 to'],
    ['9999', 'Write whole minutes, from 1 to'],
    ['-3', 'Write whole minutes, from 1 to'],
  ])) {
    await page.fill('#target', typed);
    await page.fill('#heading_en', 'What did this week bring you?');
    await press(coordinator, page.getByRole('button', { name: 'Keep', exact: true }));
    await page.locator('#target-bad, .bad', { hasText: said }).first().waitFor();
    assert.equal(await page.inputValue('#target'), typed);
    assert.equal(await page.inputValue('#heading_en'), 'What did this week bring you?');
  }
  await look(coordinator, 'part-wrong');
  // Numbers that can be read and make no sense are kept, and the plan isn't ready until they do.
  for (const [min, target, max] of /** @type {const} */ ([
    ['0', '0', '0'],
    ['9', '3', '1'],
  ])) {
    await page.fill('#min', min);
    await page.fill('#target', target);
    await page.fill('#max', max);
    await press(coordinator, page.getByRole('button', { name: 'Keep', exact: true }));
    await page.getByText("The minutes don't fit together.").waitFor();
    assert.equal(await page.inputValue('#target'), target);
  }
  await page.goto(`${draft}/edit`);
  await page.getByRole('heading', { name: 'Before groups can choose it' }).waitFor();
  await card(PART).getByText('Needs a look').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Let groups choose it' }).count(), 0);
  await look(coordinator, 'unready');
  await toPart(PART);
  await page.fill('#min', '5');
  await page.fill('#target', '8');
  await page.fill('#max', '10');
  await press(coordinator, page.getByRole('button', { name: 'Keep', exact: true }));
  await page.getByRole('heading', { name: 'It is ready' }).waitFor();
});

/** Sends a file to the page that brings formats in. @param {string} name @param {string} text */
async function bring(name, text) {
  const { page } = coordinator;
  await page.goto('/leading/formats/imports');
  await page.setInputFiles('#file', { name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await press(coordinator, page.getByRole('button', { name: 'Bring it in' }));
}

test('files that hold no plan are answered by what to mend', async () => {
  const { page } = coordinator;
  const answer = await page.request.get('/leading/formats/check-in-60/file');
  const sound = JSON.parse(await answer.text());
  const round = sound.phases[2];
  const count = (await page.goto('/leading/formats'), await page.locator('a[href^="/leading/formats/own-"]').count());
  for (const [name, file, said] of /** @type {[string, string, RegExp][]} */ ([
    ['many', JSON.stringify({ ...sound, phases: Array(500).fill('breathing') }), /It has 500 parts. A session holds at most/],
    ['cycle', JSON.stringify({ ...sound, phases: [{ like: 'loop', name: round.name }, ...sound.phases] }), /there is no part called “loop”/],
    ['times', JSON.stringify({ ...sound, phases: [{ ...round, minutes: { min: -5, target: 1e9, max: 'soon' } }, ...sound.phases.slice(1)] }), /Part 1, “Your week”: “min” should be a whole number from 1 to 255/],
    ['broken', JSON.stringify(sound).slice(0, 700), /can't be read from line/],
    ['deep', `${'['.repeat(50_000)}`, /can't be read from line|something else than a format/],
    ['huge', JSON.stringify({ ...sound, about: { en: 'x'.repeat(3_000_000), es: 'x' } }), /larger than \d+ KB/],
  ])) {
    await bring(`${name}.json`, file);
    await page.locator('.bad, .problem, .card', { hasText: said }).first().waitFor();
    assert.equal(new URL(page.url()).pathname, '/leading/formats/imports', name);
    await axe(page);
    await shot(page, `plan-file-${name}`, { whole: true });
  }
  await page.goto('/leading/formats');
  assert.equal(await page.locator('a[href^="/leading/formats/own-"]').count(), count, 'nothing came of them');
});

test('a version is made, and a group is given it', async () => {
  const { page } = coordinator;
  await page.goto(`${draft}/edit`);
  await press(coordinator, page.getByRole('button', { name: 'Let groups choose it' }));
  await page.getByText('Groups can choose it as it stands here.').waitFor();
  await page.goto(`${group}/edit`);
  await page.selectOption('#format', { label: await labelOf(page, '#format', PLAN) });
  await press(coordinator, page.locator(`form[action="${group}"] button[type="submit"]:not([tabindex="-1"])`).last());
  await page.getByText('Kept.').waitFor();
});

/** What a list calls the choice that begins like this. @param {import('playwright-core').Page} page @param {string} select @param {string} begins */
async function labelOf(page, select, begins) {
  const labels = await page.locator(`${select} option`).allInnerTexts();
  return labels.find((label) => label.startsWith(begins)) ?? begins;
}

/** The button that goes on to the next part. */
const onward = () =>
  marlow.page.locator('[data-order="next"] button, [data-order="lamp"] button')
    .filter({ hasText: 'Next part', visible: true }).first();

/** On to the next part. @param {string} name */
async function nextPart(name) {
  await tap(onward());
  await marlow.page.locator('.run-plan [aria-current="step"]', { hasText: name }).waitFor();
}

test('an evening is run with it, from the first part to the last', async () => {
  const { page } = marlow;
  await page.goto(group.replace('/groups/', '/sessions/next/'));
  await page.getByText(`Its format is ${PLAN}.`).waitFor();
  await axe(page);
  await page.locator('form[action$="/open"] button').click();
  await page.waitForURL('**/sessions/*/run');
  room = new URL(page.url()).pathname.replace(/\/run$/, '');
  assert.equal(await page.locator('.run-plan li').count(), 7);
  await wren.page.goto(room);
  await ana.page.goto(room);
  await page.locator('[data-order="lamp"] button', { hasText: 'Begin the session' }).click();
  await nextPart('Welcome');
  await wren.page.getByRole('button', { name: 'I agree' }).click();
  await ana.page.reload();
  await ana.page.getByRole('button', { name: 'I agree' }).click();
  await page.getByRole('button', { name: 'I agree' }).filter({ visible: true }).click();
  await nextPart('My first time');
  await nextPart(PART);
  await wren.page.getByText('What did this week bring you?').filter({ visible: true }).first().waitFor();
  await shot(page, 'plan-run');
  await axe(page);
  await nextPart('Ask anything');
  await page.getByText('planned', { exact: true }).filter({ visible: true }).first().waitFor();
  await shot(page, 'plan-activity');
  await axe(page);
  await page.getByRole('button', { name: 'Begin: Solving a problem' }).click();
  await wren.page.getByRole('button', { name: "I'll bring one" }).waitFor();
});

test('it closes, and its record has the parts of the plan', async () => {
  const { page } = marlow;
  await nextPart('One small thing, and goodbye');
  await wren.page.getByLabel('Before next time, I will').fill('ring my sister');
  await wren.page.locator('form:has(#plan-text) button', { hasText: 'Keep it' }).click();
  await wren.page.getByText('Kept. Only you can see it.').waitFor();
  await nextPart('Written reflection');
  await page.locator('[data-order="lamp"] button', { hasText: 'Thank everyone and end' }).click();
  await wren.page.getByText('Thank you for being here').filter({ visible: true }).waitFor();
  await page.goto(`${room}/record`);
  const table = page.locator('section:has(#phases) tbody tr');
  assert.deepEqual(await table.locator('th').allInnerTexts(), [
    'Arriving with the breath',
    'Welcome',
    'My first time',
    PART,
    'Ask anything',
    'One small thing, and goodbye',
    'Written reflection',
  ]);
  for (const name of ['Marlow', 'Wren', 'Ana']) await page.getByText(name, { exact: true }).waitFor();
  assert.equal(await page.getByText('ring my sister').count(), 0);
  assert.equal(await table.getByText('left out').count(), 0);
  await look(marlow, 'record');
});

test('it goes out as a file that the program takes, and comes in again', async () => {
  const { page } = coordinator;
  await page.goto(`${draft}/edit`);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download as a file' }).click(),
  ]);
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  exported = await readFile(file, 'utf8');
  const { stdout } = await run(programPath(), ['formats', 'check', file]);
  assert.match(stdout, new RegExp(`^${PLAN}: \\d+ minutes in 7 parts, for up to 14 people\\.`));
  assert.match(stdout, /A session can run it\./);
  await bring('again.json', exported);
  await page.waitForURL('**/leading/formats/own-*/edit**');
  assert.notEqual(new URL(page.url()).pathname, `${draft}/edit`, 'it is a draft of its own');
  await page.getByRole('heading', { level: 1, name: PLAN }).waitFor();
  await page.getByRole('heading', { name: 'It is ready' }).waitFor();
  assert.equal((await parts()).length, 7);
  const again = new URL(page.url()).pathname.replace(/edit$/, 'file');
  const taken = await (await page.request.get(again)).text();
  const without = (/** @type {string} */ text) => ({ ...JSON.parse(text), id: '' });
  assert.deepEqual(without(taken), without(exported), 'nothing was lost on the way');
  for (const person of [coordinator, marlow, wren, ana]) person.assertNoProblems();
});
