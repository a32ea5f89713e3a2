import { describe, expect, it } from 'vitest';
import { draftSchema, wizardSteps } from '../../../src-main/contract/app-views.ts';
import {
  canJumpTo,
  changeSpec,
  goTo,
  neighbour,
  newDraft,
  specOf,
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
