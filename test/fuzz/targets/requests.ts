import { z } from 'zod';
import { draftSchema } from '../../../src-main/contract/app-views.ts';
import { screenMethods, isScreenMethod } from '../../../src-main/contract/app-methods.ts';
import {
  closeLineSchema,
  desktopCallIdSchema,
  desktopCallSchema,
  openLineSchema,
  sendLineSchema,
} from '../../../src-main/contract/desktop-messages.ts';
import { failureViewSchema } from '../../../src-main/contract/envelope.ts';
import { terminalRequestSchema } from '../../../src-main/contract/terminal-views.ts';
import { LabError, type ErrorCode } from '../../../src-main/domain/failure.ts';
import { labSpecSchema } from '../../../src-main/domain/lab-spec.ts';
import { parseSpecText } from '../../../src-main/labs/read-spec-file.ts';
import { createTranslator } from '../../../src-main/locales/translate.ts';
import { viewOfError } from '../../../src-main/shells/failure-view.ts';
import { draftFromSpec } from '../../../src-main/shells/screen/lab-file.ts';
import { parseBody } from '../../../src-main/shells/screen/parse-body.ts';
import { parseCall } from '../../../src-main/shells/screen/parse-request.ts';
import { isNewerVersion } from '../../../src-main/domain/versions.ts';
import { answers, BrokenPromiseError, labErrors, target, type Allowed, type FuzzTarget } from '../target.ts';

const german = createTranslator('de');

/** Refused with one of the codes, and the refusal can be told: a text that fits, in the shape that screens know. */
function refusedAndTold(...codes: readonly ErrorCode[]): Allowed {
  const isAllowed = labErrors(...codes);
  let refusals = 0;
  return (error) => {
    if (!isAllowed(error) || !(error instanceof LabError)) return false;
    refusals += 1;
    // Telling takes longer than parsing, and is the same for most.
    if (refusals % 20 !== 1) return true;
    const view = failureViewSchema.parse(viewOfError(error, german));
    if (view.message === '' || view.message.length > 20_000) throw new BrokenPromiseError('a refusal without words');
    return true;
  };
}

const spec = `# Labor
name: Big Data Labor
nodes: 3
namePrefix: pi-
memoryMiB: 2048
subnet: 10.77.0.0/24
user: pi
image: ubuntu-24.04
sharedDisks:
  - name: daten
    sizeMiB: 1024
startStages: [[pi-200], [pi-201, pi-202]]
`;
/** Shorter ones are read ten times as fast. */
const shortSpecs = [
  ...['name: x\nnodes: 3\n', '{name: L, nodes: 2}\n', 'nodes: 3\nsubnet: 10.77.0.0/24\nuser: pi\n'],
  ...['name: L\nsharedDisks:\n  - name: d\n    sizeMiB: 64\n', 'startStages: [[pi-200], [pi-201]]\n', '- a\n- b: c\n'],
];
const yaml = [
  ...['&a ', '*a', '<<: *a', '!!js/function ', '!!binary ', '!!set ', '? ', '- ', ': ', '|\n', '>\n', '---\n', '...\n'],
  ...['%YAML 1.1\n', '__proto__: {x: 1}\n', '"\\u0000"', '{', '}', '[', ']', ',', '\t', '#', "'", 'nodes: ', 'name: '],
  ...['image: file:/etc/shadow', 'user: root', 'yes', '0o17', '1e3', '.inf', '.nan', '2001-01-01', '~'],
];

const methods = Object.keys(screenMethods).filter(isScreenMethod);
const calls = [
  'lab.create\n{"name":"Labor","nodes":3,"sharedDisks":[{"name":"daten","sizeMiB":1024}]}',
  'lab.delete\n{"lab":"labor","confirmed":true}',
  'settings.change\n{"language":"de","updateFeed":"https://example.org/x"}',
  'draft.set\n{"draft":{"step":"lab","furthest":"review","spec":{"name":"L"},"operationId":null,"labId":null}}',
  'images.browse\n{"path":"/home"}',
  'terminal.open\n{"kind":"ssh","lab":"labor","node":"pi-200","cols":80,"rows":24}',
  ...methods.map((method) => `${method}\n{"lab":"labor","node":"pi-200","nodes":["pi-200"],"name":"x"}`),
];

/** What a screen sends, as the shells take it apart: the method by name, the body as JSON, its shape by the method's schema. */
function parseRequest(input: string): string {
  const at = input.indexOf('\n');
  const method = input.slice(0, Math.max(0, at));
  const body = parseBody(input.slice(at + 1));
  if (!isScreenMethod(method)) return 'unknown';
  return typeof parseCall(method, body);
}

const messages = z.union([
  desktopCallSchema,
  desktopCallIdSchema,
  openLineSchema,
  sendLineSchema,
  closeLineSchema,
  terminalRequestSchema,
]);

/** What people, pages and files of others ask for. */
export const requestTargets: readonly FuzzTarget[] = [
  target({
    name: 'spec',
    samples: [spec, ...shortSpecs],
    words: yaml,
    check: answers(
      (text) => {
        const written = parseSpecText(text, 'lab.bdlab');
        const parsed = labSpecSchema.safeParse(written);
        return { spec: parsed.data ?? null, draft: draftFromSpec(written) };
      },
      z.strictObject({ spec: labSpecSchema.nullable(), draft: draftSchema }),
      refusedAndTold('invalid-input', 'invalid-lab-name'),
    ),
  }),
  target({
    name: 'requests',
    samples: calls,
    words: ['{', '}', '[', ']', '"', ':', ',', '"__proto__":{"lab":"x"}', '"lab":', '"nodes":', '../', ...methods],
    check: answers(
      parseRequest,
      z.enum(['function', 'unknown']),
      refusedAndTold('malformed-request', 'invalid-input', 'invalid-lab-name'),
    ),
  }),
  target({
    name: 'messages',
    samples: [
      '{"callId":1,"method":"lab.list","body":"{}"}',
      '{"lineId":1,"terminalId":"x"}',
      '{"lineId":1,"data":"ls"}',
      '{"type":"resize","cols":80,"rows":24}',
      '{"type":"hello","received":0}',
      '{"type":"ack","bytes":9}',
    ],
    words: ['{', '}', '"', ':', ',', '"__proto__":{}', '"type":"ack"'],
    check: answers(
      (text) => messages.safeParse(parseBody(text)).data ?? null,
      messages.nullable(),
      labErrors('malformed-request'),
    ),
  }),
  target({
    name: 'version-compare',
    samples: ['1.12.0', 'v1.12.0-beta.2', '1.2.3+build', '0.0.1'],
    words: ['.', '-', '+', 'v', '999999'],
    check: answers((text) => isNewerVersion(text, '1.0.0'), z.boolean()),
  }),
];
