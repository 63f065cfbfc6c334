import type { Template } from './assembly.ts';

/** What a created resource answers to `Ref` and `Fn::GetAtt`. */
export interface CreatedResource {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Where a template's values come from while it is deployed. */
export interface Scope {
  readonly template: Template;
  /** `AWS::Region` and the like, and the template's parameters. */
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly resources: ReadonlyMap<string, CreatedResource>;
}

/** A value that stands for nothing: the property that has it is left out. */
const NO_VALUE = Symbol('AWS::NoValue');

/**
 * Replaces the intrinsic functions in a value.
 *
 * @throws Error that names a function, a resource or an attribute that is not known.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export function resolve(value: unknown, scope: Scope): unknown {
  const resolved = evaluate(value, scope);
  return resolved === NO_VALUE ? undefined : resolved;
}

/** Whether a named condition of the template holds; no name, no condition. */
export function holds(condition: string | undefined, scope: Scope): boolean {
  return condition === undefined || isTrue(evaluate({ Condition: condition }, scope));
}

function evaluate(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope)).filter(isSomething);
  if (!isRecord(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name !== undefined && others.length === 0 && isIntrinsic(name, value[name])) {
    return applyFunction(name, value[name], scope);
  }
  const members = Object.entries(value).map(([key, member]) => [key, evaluate(member, scope)] as const);
  return Object.fromEntries(members.filter(([, member]) => isSomething(member)));
}

type Apply = (argument: unknown, scope: Scope) => unknown;

const FUNCTIONS: Readonly<Record<string, Apply>> = {
  Ref: (argument, scope) => reference(String(argument), scope),
  Condition: (argument, scope) => {
    const condition = scope.template.Conditions[String(argument)];
    if (condition === undefined) throw new Error(`The template has no condition "${String(argument)}".`);
    return evaluate(condition, scope);
  },
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId = '', ...attribute] = Array.isArray(argument)
      ? argument.map(String)
      : String(argument).split('.');
    return attributeOf(logicalId, attribute.join('.'), scope);
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(evaluate(argument, scope), 'Fn::Join');
    return list(parts, 'Fn::Join').map(String).join(String(separator));
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = list(evaluate(argument, scope), 'Fn::Split');
    return String(text).split(String(separator));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(evaluate(argument, scope), 'Fn::Select');
    return list(items, 'Fn::Select')[Number(index)];
  },
  'Fn::Sub': substitute,
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = list(argument, 'Fn::If');
    return evaluate(holds(String(condition), scope) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(evaluate(argument, scope), 'Fn::Equals');
    return String(left) === String(right);
  },
  'Fn::And': (argument, scope) => list(evaluate(argument, scope), 'Fn::And').every(isTrue),
  'Fn::Or': (argument, scope) => list(evaluate(argument, scope), 'Fn::Or').some(isTrue),
  'Fn::Not': (argument, scope) => !list(evaluate(argument, scope), 'Fn::Not').every(isTrue),
};

function applyFunction(name: string, argument: unknown, scope: Scope): unknown {
  const apply = FUNCTIONS[name];
  if (!apply) throw new Error(`The sandbox does not support the intrinsic function ${name}.`);
  return apply(argument, scope);
}

/** `${Name}`, `${Resource.Attribute}` and `${!literal}`; the two-item form brings values of its own. */
function substitute(argument: unknown, scope: Scope): string {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = isRecord(given) ? given : {};
  return String(text).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (Object.hasOwn(variables, name)) return String(evaluate(variables[name], scope));
    const [logicalId = '', ...attribute] = name.split('.');
    return String(
      attribute.length ? attributeOf(logicalId, attribute.join('.'), scope) : reference(name, scope),
    );
  });
}

function reference(name: string, { parameters, resources }: Scope): unknown {
  if (name === 'AWS::NoValue') return NO_VALUE;
  if (parameters.has(name)) return parameters.get(name);
  const resource = resources.get(name);
  if (!resource) throw new Error(`Nothing that a template may refer to is called "${name}".`);
  return resource.ref;
}

function attributeOf(logicalId: string, attribute: string, { resources }: Scope): string {
  const value = resources.get(logicalId)?.attributes[attribute];
  if (value === undefined) throw new Error(`The sandbox knows no attribute "${attribute}" of ${logicalId}.`);
  return value;
}

/** The logical ids that a value refers to. */
export function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (key === 'Ref') return [String(member)];
    if (key === 'Fn::GetAtt')
      return [String(Array.isArray(member) ? member[0] : String(member).split('.')[0])];
    if (key === 'Fn::Sub') return [...namesInSub(member), ...references(member)];
    return references(member);
  });
}

function namesInSub(argument: unknown): string[] {
  const text = String(Array.isArray(argument) ? argument[0] : argument);
  return [...text.matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map(([, name = '']) => name);
}

/** A policy statement has a member `Condition` too; only that of the template is a mere name. */
const isIntrinsic = (name: string, argument: unknown) =>
  name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && typeof argument === 'string');
const isSomething = (value: unknown) => value !== NO_VALUE;
const isTrue = (value: unknown) => value === true || value === 'true';

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function list(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${name} wants a list.`);
  return value;
}
