import { describe, expect, test } from '@jest/globals';
import { loadTemplate } from '../../sandbox/template/assembly.ts';
import { type CreatedResource, references, resolve, type Scope } from '../../sandbox/template/intrinsics.ts';
import { inOrderOfDependence } from '../../sandbox/template/resource-order.ts';
import { withTemplate } from '../support/assembly.ts';

describe('intrinsic functions', () => {
  test.each<[string, unknown, unknown]>([
    ['a plain value', { a: [1, true, 'text', null] }, { a: [1, true, 'text', null] }],
    ['Ref of a resource', { Ref: 'Pool' }, 'us-east-1_abc'],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['Ref of nothing: the property is left out', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['Ref of nothing: the item is left out', [1, { Ref: 'AWS::NoValue' }, 2], [1, 2]],
    ['Fn::GetAtt as a list', { 'Fn::GetAtt': ['Pool', 'Arn'] }, 'arn:pool'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Pool.Arn' }, 'arn:pool'],
    ['Fn::Join', { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 'x']] }, 'arn:aws:x'],
    [
      'Fn::Sub',
      { 'Fn::Sub': `\${AWS::Region}/\${Pool}/\${Pool.Arn}/\${!kept}` },
      `us-east-1/us-east-1_abc/arn:pool/\${kept}`,
    ],
    [
      'Fn::Sub with values of its own',
      { 'Fn::Sub': [`\${mine}!`, { mine: { Ref: 'Pool' } }] },
      'us-east-1_abc!',
    ],
    ['Fn::Select of Fn::Split', { 'Fn::Select': [1, { 'Fn::Split': ['_', { Ref: 'Pool' }] }] }, 'abc'],
    ['Fn::If, condition holds', { 'Fn::If': ['InVirginia', 'yes', 'no'] }, 'yes'],
    ['Fn::If, condition does not hold', { 'Fn::If': ['Elsewhere', 'yes', 'no'] }, 'no'],
    ['Fn::And', { 'Fn::And': [{ Condition: 'InVirginia' }, { Condition: 'Elsewhere' }] }, false],
    ['Fn::Or', { 'Fn::Or': [{ Condition: 'InVirginia' }, { Condition: 'Elsewhere' }] }, true],
    [
      'a statement that has nothing but a Condition',
      { Condition: { Bool: {} } },
      { Condition: { Bool: {} } },
    ],
  ])('%s', (_, value, resolved) => {
    expect(resolve(value, SCOPE)).toEqual(resolved);
  });

  test.each<[string, unknown, string]>([
    ['a function', { 'Fn::ImportValue': 'x' }, 'does not support the intrinsic function Fn::ImportValue'],
    ['a resource', { Ref: 'Missing' }, 'is called "Missing"'],
    ['an attribute', { 'Fn::GetAtt': ['Pool', 'Colour'] }, 'knows no attribute "Colour" of Pool'],
    ['a condition', { Condition: 'Missing' }, 'has no condition "Missing"'],
  ])('%s that is not known is refused by name', (_, value, message) => {
    expect(() => resolve(value, SCOPE)).toThrow(message);
  });
});

describe('the order of resources', () => {
  test('each comes after what it refers to, in whichever way', () => {
    const ordered = inOrderOfDependence([
      ['Sub', { Type: 'X', Properties: { a: { 'Fn::Sub': `\${Arn.Arn}-\${AWS::Region}` } } }],
      ['Arn', { Type: 'X', Properties: { a: [{ b: { 'Fn::GetAtt': ['Ref', 'Arn'] } }] } }],
      ['Ref', { Type: 'X', Properties: { a: { Ref: 'DependsOn' } } }],
      ['DependsOn', { Type: 'X', DependsOn: ['Free', 'Parameter'] }],
      ['Free', { Type: 'X' }],
    ]);
    expect(ordered.map(([id]) => id)).toEqual(['Free', 'DependsOn', 'Ref', 'Arn', 'Sub']);
  });

  test('a circle is refused', () => {
    const a = { Type: 'X', Properties: { b: { Ref: 'B' } } };
    const b = { Type: 'X', DependsOn: 'A' };
    expect(() =>
      inOrderOfDependence([
        ['A', a],
        ['B', b],
      ]),
    ).toThrow('A -> B -> A');
  });

  test('references are found at every depth', () => {
    expect(references({ a: [{ 'Fn::Join': ['', [{ Ref: 'A' }, { 'Fn::GetAtt': 'B.Arn' }]] }] })).toEqual([
      'A',
      'B',
    ]);
  });
});

describe('an assembly', () => {
  test('names the code of its functions by S3 key', async () => {
    await withTemplate({ Resources: {}, assets: { 'abc.zip': 'exports.handler = 1;' } }, ({ assets }) => {
      expect(assets.get('abc.zip')).toMatch(/asset\.abc\.zip$/);
    });
  });

  test('without the stack says which ones it has', async () => {
    await withTemplate({ Resources: {}, assets: { key: '' } }, async ({ assets }) => {
      const directory = assets.get('key')?.replace(/\/asset\.key$/, '') ?? '';
      await expect(loadTemplate(directory, 'Other')).rejects.toThrow('has no stack "Other"; it has: Stack.');
    });
  });
});

const SCOPE: Scope = {
  template: {
    stackName: 'Stack',
    Metadata: {},
    Parameters: {},
    Conditions: {
      InVirginia: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
      Elsewhere: { 'Fn::Not': [{ Condition: 'InVirginia' }] },
    },
    Resources: {},
    Outputs: {},
    assets: new Map(),
  },
  parameters: new Map([
    ['AWS::Region', 'us-east-1'],
    ['AWS::Partition', 'aws'],
  ]),
  resources: new Map<string, CreatedResource>([
    ['Pool', { ref: 'us-east-1_abc', attributes: { Arn: 'arn:pool' } }],
  ]),
};
