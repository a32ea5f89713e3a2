import { describe, expect, it } from 'vitest';
import { operationIdSchema } from '../../../src-main/domain/ids.ts';
import { draftSchema, wizardSteps } from '../../../src-main/contract/app-views.ts';
import {
  canJumpTo,
  changeSpec,
  goTo,
  neighbour,
  newDraft,
  specOf,
  withBegunBuild,
} from '../../../src-renderer/features/setup-wizard/model/draft.ts';

const fresh = newDraft({ language: 'de', timezone: 'Europe/Berlin', takenNames: [] });

describe('a new draft', () => {
  it('is one that the core keeps', () => {
    expect(draftSchema.parse(fresh)).toEqual(fresh);
  });

  it.each([
    [[], 'Big Data Lab'],
    [['Physics'], 'Big Data Lab'],
    [['big data lab'], 'Big Data Lab 2'],
    [['Big Data Lab', 'Big Data Lab 2'], 'Big Data Lab 3'],
  ])('beside %j it is called %s', (takenNames, name) => {
    expect(newDraft({ language: 'en', timezone: 'UTC', takenNames }).spec.name).toBe(name);
  });

  it.each([
    ['de', 'de'],
    ['en', 'us'],
  ] as const)('in %s has the keyboard %s', (language, keyboard) => {
    expect(newDraft({ language, timezone: 'UTC', takenNames: [] }).spec.keyboard).toBe(keyboard);
  });
});

describe('a draft', () => {
  it('remembers the step furthest on when the user goes back', () => {
    const back = goTo(goTo(fresh, 'lab'), 'host-check');

    expect(back).toMatchObject({ step: 'host-check', furthest: 'lab' });
    expect(wizardSteps.filter((step) => canJumpTo(back, step))).toEqual([
      'welcome',
      'host-check',
      'hypervisor',
      'image',
      'lab',
    ]);
  });

  it('leads nowhere else while something is built', () => {
    const building = { ...goTo(fresh, 'build'), operationId: draftSchema.shape.operationId.parse(crypto.randomUUID()) };

    expect(wizardSteps.filter((step) => canJumpTo(building, step))).toEqual(['build']);
  });

  it('leaves open what the user emptied', () => {
    const changed = changeSpec(changeSpec(fresh, { memoryMiB: 1024, subnet: '10.1.0.0/24' }), {
      memoryMiB: undefined,
      subnet: '',
    });

    expect(changed.spec).toEqual(fresh.spec);
  });

  it('keeps a name that was emptied for the planner to refuse', () => {
    expect(specOf(changeSpec(fresh, { name: '' })).name).toBe('');
  });

  it('has an end at each side', () => {
    expect([neighbour('welcome', -1), neighbour('welcome', 1), neighbour('done', 1)]).toEqual([
      null,
      'host-check',
      null,
    ]);
  });
});

describe('a draft whose build was begun and not noted', () => {
  const review = goTo(changeSpec(fresh, { name: 'Physics' }), 'review');
  const lab = { labId: 'physics', name: 'physics', state: 'incomplete' };
  const operation = {
    id: operationIdSchema.parse('3f6c0f0a-0f5d-4c39-a2f6-7c8a6ad6b7d1'),
    kind: 'create',
    target: 'physics',
  };

  it('follows the unfinished lab of its name, and its operation where that still runs', () => {
    expect(withBegunBuild(review, [lab], [])).toMatchObject({ step: 'build', labId: 'physics', operationId: null });
    expect(withBegunBuild(review, [lab], [operation])).toMatchObject({ step: 'build', operationId: operation.id });
  });

  it('finds its operation later, also when the lab is no more unfinished', () => {
    const begun = withBegunBuild(review, [lab], []);

    expect(withBegunBuild(begun, [lab], [])).toBe(begun);
    expect(withBegunBuild(begun, [{ ...lab, state: 'running' }], [operation])).toMatchObject({
      step: 'build',
      labId: 'physics',
      operationId: operation.id,
    });
  });

  it.each([
    ['another lab is unfinished', review, [{ ...lab, name: 'Chemistry' }]],
    ['a finished lab has the name', review, [{ ...lab, state: 'running' }]],
    ['it is not at its end', goTo(review, 'lab'), [lab]],
    ['it knows its build', { ...review, operationId: operation.id }, [lab]],
  ])('stays as it is when %s', (_when, draft, labs) => {
    expect(withBegunBuild(draft, labs, [operation])).toBe(draft);
  });
});
