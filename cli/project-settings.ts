import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGroup } from '../stacks/settings/fields.ts';
import { refuseSettingsOutsideContext, settingsFromContext } from '../stacks/settings/from-context.ts';
import { EXAMPLE_POOL_ID } from '../stacks/settings/old-pool.ts';
import { parseSettings, type Settings, settingsSchema } from '../stacks/settings.ts';
import { OperatorError } from './operator-error.ts';

/**
 * The settings that the next `npm run deploy` would deploy.
 * @param directory of the project, with its cdk.json.
 * @param context from `-c`, over that of cdk.json; each as `key=value`.
 * @throws OperatorError where there is no cdk.json, or it is still the example; SettingsError for mistakes in it.
 */
export const projectSettings = (directory: string, context: readonly string[]): Settings => {
  const cdkJson = readCdkJson(directory);
  refuseSettingsOutsideContext(cdkJson);
  const written = isGroup(cdkJson) && isGroup(cdkJson['context']) ? cdkJson['context'] : {};
  const given = Object.fromEntries(context.map(keyAndValue));
  const settings = parseSettings(settingsFromContext({ ...written, ...given }, settingsSchema));
  if (settings.oldPool.userPoolId === EXAMPLE_POOL_ID) {
    throw new OperatorError(
      `cdk.json still names the example ${EXAMPLE_POOL_ID} as the old user pool.`,
      'Write the id of yours there, as context.migration.oldPool.userPoolId, or try this with --sandbox.',
    );
  }
  return settings;
};

const readCdkJson = (directory: string): unknown => {
  const path = join(directory, 'cdk.json');
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    if (cause instanceof SyntaxError) {
      throw new OperatorError(
        `${path} is not JSON: ${cause.message}.`,
        'Check its quotes, commas and braces.',
        {
          cause,
        },
      );
    }
    throw new OperatorError(
      `There is no ${path} that could be read, so nobody knows the settings.`,
      'Run this in a copy of the project, or try it with --sandbox.',
      { cause },
    );
  }
};

/** As the CDK takes it: the first = separates. */
const keyAndValue = (option: string): readonly [key: string, value: string] => {
  const [key = '', ...value] = option.split('=');
  if (key === '' || value.length === 0) {
    throw new OperatorError(
      `-c ${option} is no key=value.`,
      'Write it as for the CDK, for example -c migration.trigger=false.',
    );
  }
  return [key, value.join('=')];
};
