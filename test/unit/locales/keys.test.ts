import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isScreenMethod } from '../../../src-main/contract/app-methods.ts';
import { browseEntrySchema } from '../../../src-main/contract/browse-views.ts';
import { capabilityNames, leftoverSchema } from '../../../src-main/contract/data-views.ts';
import { checkGroups, checkIds, checkViewSchema, checkFixActions } from '../../../src-main/contract/host-views.ts';
import { firmwareNoteIds, firmwareRestartReasons } from '../../../src-main/contract/firmware-views.ts';
import { imageProbeSchema, plannedStageSchema } from '../../../src-main/contract/lab-views.ts';
import { wizardSteps } from '../../../src-main/contract/app-views.ts';
import { errorCodes } from '../../../src-main/domain/failure.ts';
import { hypervisorIds } from '../../../src-main/domain/ids.ts';
import { labSpecSchema } from '../../../src-main/domain/lab-spec.ts';
import { operationKinds, operationStateSchema, stepStateSchema } from '../../../src-main/domain/operation.ts';
import { labStateSchema, nodeStateSchema } from '../../../src-main/domain/states.ts';
import { readinessRequirementIds } from '../../../src-main/guest/readiness.ts';
import { de } from '../../../src-main/locales/de/index.ts';
import { en } from '../../../src-main/locales/en/index.ts';

type Texts = ReadonlyMap<string, string>;

function flatten(areas: Readonly<Record<string, Readonly<Record<string, string>>>>): Texts {
  return new Map(
    Object.entries(areas).flatMap(([area, texts]) =>
      Object.entries(texts).map(([key, text]): [string, string] => [`${area}.${key}`, text]),
    ),
  );
}

/** Names of the gaps of a text, each once. */
function gapsOf(text: string | undefined): readonly string[] {
  const gaps = (text ?? '').matchAll(/\{\{\s*([^}\s]+)\s*\}\}/g);
  return [...new Set([...gaps].map(([, name = '']) => name))].sort();
}

/** A sentence that speaks of a number has a form for none, one and many; the code asks for the key without them. */
function withoutPluralForm(key: string): string {
  return key.replace(/_(?:zero|one|two|few|many|other)$/, '');
}

/** What the code asks for, each once. */
function keysOf(texts: Texts): readonly string[] {
  return [...new Set([...texts.keys()].map(withoutPluralForm))].sort();
}

const areas = Object.keys(en).join('|');

function isText(key: string): boolean {
  return english.has(key) || english.has(`${key}_other`);
}

/** Everything that runs, but the texts themselves. */
async function readSources(): Promise<readonly string[]> {
  const folders = ['src-main', 'src-renderer'].map((name) => join(import.meta.dirname, '../../..', name));
  const paths = await Promise.all(
    folders.map(async (folder) => (await readdir(folder, { recursive: true })).map((path) => join(folder, path))),
  );
  const sources = paths.flat().filter((path) => /\.tsx?$/.test(path) && !path.includes('locales'));
  return Promise.all(sources.map((path) => readFile(path, 'utf8')));
}

const german = flatten(de);
const english = flatten(en);

describe('the texts', () => {
  it('exist in both languages', () => {
    expect(keysOf(german)).toEqual(keysOf(english));
  });

  it('have the same gaps in both languages', () => {
    const differing = [...english].filter(
      ([key, text]) => german.has(key) && gapsOf(german.get(key)).join() !== gapsOf(text).join(),
    );

    expect(differing).toEqual([]);
  });

  it.each([
    ['German', german],
    ['English', english],
  ])('are never empty and end without blanks in %s', (_, texts) => {
    expect([...texts].filter(([, text]) => text.trim() === '' || text !== text.trimEnd())).toEqual([]);
  });

  it('say what happened and what to do next for every error code, and for no other', () => {
    // `unexpected` stands for every failure that has no code: a bug.
    const wanted = [...errorCodes, 'unexpected']
      .flatMap((code) => [`errors.${code}.next`, `errors.${code}.what`])
      .sort();
    const given = keysOf(english).filter((key) => key.startsWith('errors.'));

    expect(given).toEqual(wanted);
  });

  it('exist for every key that the code names', async () => {
    const named = (await readSources()).flatMap((code) => [
      ...code.matchAll(new RegExp(`['\`]((?:${areas})\\.[A-Za-z0-9.-]+)['\`]`, 'g')),
    ]);
    const keys = named.map(([, key = '']) => key);

    expect(keys.length).toBeGreaterThan(100);
    // A method of the contract may be named like an area of texts.
    expect(keys.filter((key) => !isText(key) && !isScreenMethod(key))).toEqual([]);
  });

  it('exist for the beginning of every key that the code puts together', async () => {
    const named = (await readSources()).flatMap((code) => [
      ...code.matchAll(new RegExp(`\`((?:${areas})\\.[A-Za-z0-9.-]*)\\$\\{`, 'g')),
    ]);
    const beginnings = named.map(([, beginning = '']) => beginning);

    expect(beginnings.length).toBeGreaterThan(10);
    expect(beginnings.filter((beginning) => ![...english.keys()].some((key) => key.startsWith(beginning)))).toEqual([]);
  });

  it('name every value of the closed lists that keys are put together from', () => {
    const keys = [
      ...operationKinds.map((kind) => `words.purpose.${kind}`),
      ...hypervisorIds.map((id) => `words.hypervisor.${id}`),
      ...capabilityNames.map((name) => `words.capability.${name}`),
      ...leftoverSchema.shape.kind.options.map((kind) => `cli.leftover-${kind}`),
      ...nodeStateSchema.options.map((state) => `states.${state}`),
      ...labStateSchema.options.map((state) => `states.${state}`),
      ...plannedStageSchema.shape.stage.options.map((stage) => `cli.stage-${stage}`),
      ...plannedStageSchema.shape.action.options.map((action) => `cli.action-${action}`),
      ...readinessRequirementIds.flatMap((id) => [`guest.requirement.${id}`, `guest.hint.${id}`]),
      ...Object.keys(labSpecSchema.shape).map((field) => `words.field.${field}`),
      ...operationKinds.map((kind) => `labs.kind-${kind}`),
      ...operationStateSchema.options.map((state) => `labs.operation-${state}`),
      ...stepStateSchema.options.map((state) => `labs.step-${state}`),
      ...labStateSchema.options.map((state) => `labs.power-${state}`),
      ...wizardSteps.map((step) => `wizard.step-${step}`),
      ...checkIds.flatMap((id) => ['title', 'what', 'why'].map((part) => `checks.${id}.${part}`)),
      ...checkGroups.map((group) => `checks.group-${group}`),
      ...checkViewSchema.shape.status.options.map((status) => `checks.status-${status}`),
      ...checkFixActions.map((action) => `fixes.action-${action}`),
      ...firmwareNoteIds.map((note) => `firmware.note-${note}`),
      ...firmwareRestartReasons.map((reason) => `firmware.restart-${reason}`),
      ...imageProbeSchema.shape.status.options.map((status) => `wizard.image-status-${status}`),
      ...browseEntrySchema.shape.kind.options.map((kind) => `wizard.browse-${kind}`),
      ...['missing', 'broken', 'unknown', 'forward', 'cable'].map((kind) => `steps.repair-${kind}`),
    ];

    expect(keys.filter((key) => !isText(key))).toEqual([]);
  });

  it('call the user "du"', () => {
    // "Sie" at the start of a sentence may be a plain pronoun; after a comma or a verb it addresses.
    const formal =
      /(?:[a-zäöü,] (?:Sie|Ihre?[mnrs]?)\b)|\b(?:Wählen|Nehmen|Schalten|Starten|Öffnen|Installieren) Sie\b/;

    expect([...german].filter(([, text]) => formal.test(text))).toEqual([]);
  });
});
