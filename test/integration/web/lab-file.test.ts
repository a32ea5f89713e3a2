import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Draft } from '../../../src-main/contract/app-views.ts';
import { labSpecSchema } from '../../../src-main/domain/lab-spec.ts';
import { createWebTrial } from './set-up.ts';

const options = { signal: new AbortController().signal };
const building: Draft = { step: 'build', furthest: 'build', spec: { name: 'Begun' }, operationId: null, labId: null };

describe('a lab file', () => {
  it('that was saved from a lab begins the wizard with the same wish, without what is secret', async () => {
    const { api, call } = await createWebTrial();
    const wish = { name: 'Physik', nodes: 2, user: 'anna', memoryMiB: 1024, startStages: [['pi-201'], ['pi-200']] };
    await api['lab.create'](labSpecSchema.parse(wish), options);

    const saved = z.object({ text: z.string(), name: z.string() }).parse(await call('lab.file', { lab: 'Physik' }));
    const opened = await call('draft.open', { text: saved.text, fileName: 'Physik.bdlab' });

    expect(saved.name).toBe('Physik');
    expect(saved.text).not.toMatch(/PRIVATE|password|firstSshPort/i);
    expect(opened).toMatchObject({ draft: { step: 'host-check', furthest: 'review', spec: wish } });
    expect(await call('draft.get')).toEqual(opened);
  });

  it('leaves open what it does not name', async () => {
    const { call } = await createWebTrial();

    const opened = await call('draft.open', { text: 'nodes: 4\n', fileName: 'a.yaml' });

    expect(opened).toMatchObject({ draft: { spec: { nodes: 4 } } });
    expect(opened).not.toHaveProperty('draft.spec.name');
    expect(opened).not.toHaveProperty('draft.spec.user');
  });

  it('reaches no prototype', async () => {
    const { call } = await createWebTrial();

    const opened = await call('draft.open', { text: '__proto__: { nodes: 3 }\nname: A\n', fileName: 'a.bdlab' });

    expect(opened).toHaveProperty('draft.spec', { name: 'A' });
    expect(await call('draft.get')).not.toHaveProperty('draft.spec.nodes');
  });

  it('is refused with every field that is in the way, and changes nothing', async () => {
    const { call, callFailing } = await createWebTrial();
    const text = 'name: "a/b"\nnodes: 1000000000\nshell: rm -rf /\nuser: root\n';

    const failure = await callFailing('draft.open', { text, fileName: 'bad.bdlab' });

    expect(failure.problems?.map(({ field }) => field).toSorted()).toEqual(['name', 'nodes', 'shell', 'user']);
    expect(await call('draft.get')).toEqual({ draft: null });
  });

  it.each([
    ['references that stand for much', 'a: &a [x, x]\nb: &b [*a, *a]\nname: [*b, *b]\n'],
    ['a reference to itself', 'name: &a [*a]\n'],
    ['brackets without end', '['.repeat(60_000)],
    ['what is too long in bytes', `name: A\n#${'ü'.repeat(40_000)}\n`],
    ['what is too long', `name: A\n#${'x'.repeat(70_000)}\n`],
    ['what is no YAML', 'name: "A\n'],
    ['a list', '- name\n'],
    ['a text', 'name\n'],
    ['nothing', ''],
    ['several documents', 'name: A\n---\nname: B\n'],
    ['a key twice', 'name: A\nname: B\n'],
    ['a type of another language', 'name: !!js/function "x"\nnodes: !!python/object a\n'],
    ['a number that is none', 'name: A\nnodes: .nan\n'],
    ['a number without end', 'name: A\nmemoryMiB: .inf\n'],
    ['signs that control', 'name: "A\\u0000\\u202e"\n'],
  ])('is refused for %s', async (_what, text) => {
    const { call, callFailing } = await createWebTrial();

    const { code } = await callFailing('draft.open', { text, fileName: 'a.bdlab' });

    expect(['invalid-input', 'invalid-lab-name']).toContain(code);
    expect(await call('draft.get')).toEqual({ draft: null });
  });

  it('never replaces the draft of a build, and says so', async () => {
    const { call, callFailing } = await createWebTrial();
    await call('draft.set', { draft: building });

    const failure = await callFailing('draft.open', { text: 'name: Other\n', fileName: 'a.bdlab' });

    expect(failure).toMatchObject({ code: 'draft-building', hint: expect.stringContaining('finished') as string });
    expect(await call('draft.get')).toEqual({ draft: building });
  });
});
