import { isGroup } from './fields.ts';
import { SettingsError } from './mistakes.ts';

/** The key of the CDK context under which the settings stand. */
export const CONTEXT_KEY = 'migration';

const HOW_TO =
  'Write them in cdk.json under "context", or give them as -c migration=\'{"oldPool": {"userPoolId": "..."}}\'.';

const parseJson = (key: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SettingsError([{ key, message: `is not JSON: ${reason}. Check quotes and braces.` }]);
  }
};

/** The command line knows only text: what is written like a list, an object, a number or a boolean is one. */
const typedValue = (key: string, value: unknown): unknown =>
  typeof value === 'string' && /^(?:[[{"].*|true|false|-?\d+)$/s.test(value) ? parseJson(key, value) : value;

const put = (group: unknown, [step, ...rest]: readonly string[], value: unknown): unknown => {
  if (step === undefined) return value;
  const members = isGroup(group) ? group : {};
  return { ...members, [step]: put(members[step], rest, value) };
};

/**
 * The settings as the operator wrote them, unchecked: the context key `migration` (an object in `cdk.json`, or
 * JSON from `-c`), and over it single ones such as `-c migration.oldPool.userPoolId=eu-west-1_AbCdEfGhI`.
 * @param context the whole context of the app.
 * @throws SettingsError where there are none, or where JSON is malformed.
 */
export const settingsFromContext = (context: Readonly<Record<string, unknown>>): unknown => {
  const base = context[CONTEXT_KEY];
  const prefix = `${CONTEXT_KEY}.`;
  const single = Object.entries(context).filter(([key]) => key.startsWith(prefix));
  if (base === undefined && single.length === 0) {
    throw new SettingsError([{ key: CONTEXT_KEY, message: `There are no settings. ${HOW_TO}` }]);
  }
  const whole = typeof base === 'string' ? parseJson(CONTEXT_KEY, base) : base;
  if (whole !== undefined && !isGroup(whole)) {
    throw new SettingsError([{ key: CONTEXT_KEY, message: `is not an object of settings. ${HOW_TO}` }]);
  }
  return single.reduce<unknown>(
    (settings, [key, value]) => put(settings, key.slice(prefix.length).split('.'), typedValue(key, value)),
    whole ?? {},
  );
};
