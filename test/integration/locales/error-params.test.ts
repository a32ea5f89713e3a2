import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { errorCodes } from '../../../src-main/domain/failure.ts';
import { en } from '../../../src-main/locales/en/index.ts';

const root = join(import.meta.dirname, '../../..');

/** Names of the gaps in both sentences of an error, whatever their forms. */
function gapsOf(code: string): ReadonlySet<string> {
  const sentences = Object.entries(en.errors).filter(([key]) => key.startsWith(`${code}.`));
  return new Set(sentences.flatMap(([, text]) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name)));
}

interface Thrown {
  readonly place: string;
  readonly codes: readonly string[];
  /** Null where the type does not tell: any key may be there. */
  readonly params: ReadonlySet<string> | null;
}

function createProgram(): ts.Program {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: unknown;
  };
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const sources = parsed.fileNames.filter((path) => relative(root, path).startsWith('src-main'));
  return ts.createProgram(sources, { ...parsed.options, noEmit: true });
}

function literalsOf(type: ts.Type): readonly string[] {
  const parts = type.isUnion() ? type.types : [type];
  return parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : []));
}

function paramsOf(checker: ts.TypeChecker, details: ts.Expression | undefined): ReadonlySet<string> | null {
  if (details === undefined) return new Set();
  const property = checker.getTypeAtLocation(details).getProperty('params');
  if (property === undefined) return new Set();
  return keysOf(checker, checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(property, details)));
}

/** Keys that are there whatever happens. */
function keysOf(checker: ts.TypeChecker, type: ts.Type): ReadonlySet<string> | null {
  if (checker.getIndexInfosOfType(type).length > 0) return null;
  const parts = type.isUnion() ? type.types : [type];
  const [first = [], ...others] = parts.map((part) =>
    checker
      .getPropertiesOfType(part)
      .flatMap((symbol) => (symbol.flags & ts.SymbolFlags.Optional ? [] : [symbol.name])),
  );
  return new Set(first.filter((name) => others.every((names) => names.includes(name))));
}

/** Code and params of a remark of the planner, `{ code: '...', field, params }`; its field comes as a param of its own. */
function remarkIn(checker: ts.TypeChecker, node: ts.ObjectLiteralExpression): Omit<Thrown, 'place'> | null {
  const valueOf = (wanted: string): ts.Expression | undefined =>
    node.properties
      .filter((property) => property.name?.getText() === wanted)
      .map((property) =>
        ts.isPropertyAssignment(property)
          ? property.initializer
          : ts.isShorthandPropertyAssignment(property)
            ? property.name
            : undefined,
      )[0];
  const [code, params] = [valueOf('code'), valueOf('params')];
  if (code === undefined || params === undefined || !ts.isStringLiteral(code)) return null;
  if (!errorCodes.some((known) => known === code.text)) return null;
  const keys = keysOf(checker, checker.getTypeAtLocation(params));
  return { codes: [code.text], params: keys === null ? null : new Set([...keys, 'field']) };
}

/** Code of one row of a table of known texts, `{ pattern, code: '...' }`; its params are the driver's. */
function knownTextIn(node: ts.ObjectLiteralExpression): Omit<Thrown, 'place'> | null {
  const names = node.properties.map((property) => property.name?.getText());
  const code = node.properties.find((property) => property.name?.getText() === 'code');
  if (!names.includes('pattern') || code === undefined || !ts.isPropertyAssignment(code)) return null;
  return ts.isStringLiteral(code.initializer) ? { codes: [code.initializer.text], params: null } : null;
}

/** Every `new LabError(...)` and every remark of the product, with what its types tell. */
function findThrown(): readonly Thrown[] {
  const program = createProgram();
  const checker = program.getTypeChecker();
  const found: Thrown[] = [];
  function visit(node: ts.Node, file: ts.SourceFile): void {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    const place = `${relative(root, file.fileName)}:${String(line + 1)}`;
    const remark = ts.isObjectLiteralExpression(node) ? (remarkIn(checker, node) ?? knownTextIn(node)) : null;
    if (remark !== null) found.push({ place, ...remark });
    if (ts.isNewExpression(node) && node.expression.getText(file) === 'LabError') {
      const [code, , details] = node.arguments ?? [];
      found.push({
        place,
        codes: code === undefined ? [] : literalsOf(checker.getTypeAtLocation(code)),
        params: paramsOf(checker, details),
      });
    }
    ts.forEachChild(node, (child) => {
      visit(child, file);
    });
  }
  for (const file of program.getSourceFiles()) {
    if (relative(root, file.fileName).startsWith('src-main')) visit(file, file);
  }
  return found;
}

/** A code chosen from a table of patterns has the type of all codes: its driver's own tests look at those. */
function isOpen({ codes }: Thrown): boolean {
  return codes.length > 10;
}

describe('what is thrown', () => {
  const all = findThrown();
  const thrown = all.filter((one) => !isOpen(one));

  it('is found in the whole product', () => {
    expect(thrown.length).toBeGreaterThan(60);
    expect(all.length - thrown.length).toBeLessThan(8);
  });

  it('fills every gap of its text', () => {
    const empty = thrown.flatMap(({ place, codes, params }) =>
      params === null
        ? []
        : codes.flatMap((code) =>
            [...gapsOf(code)]
              .filter((gap) => gap !== 'count' && !params.has(gap))
              .map((gap) => `${place} ${code}: ${gap}`),
          ),
    );

    expect(empty).toEqual([]);
  });

  it('has a code that somebody throws: a text nobody can meet is no text', () => {
    const used = new Set(thrown.flatMap(({ codes }) => codes));
    expect(errorCodes.filter((code) => !used.has(code))).toEqual([]);
  });
});
