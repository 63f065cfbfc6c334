import type { Scene } from './scene.ts';
import { DECISION_TABLE } from './scenes/decision-table.ts';
import { FORGOTTEN_PASSWORDS } from './scenes/forgot-password.ts';
import { NAMES_AND_ATTRIBUTES } from './scenes/names-and-attributes.ts';
import { OTHER_SETTINGS } from './scenes/other-settings.ts';
import { OUTAGES } from './scenes/outages.ts';
import { REGISTRATIONS } from './scenes/registrations.ts';

/** The demo from beginning to end, by chapter. Later scenes may build on earlier ones. */
export const SCENES: Readonly<Record<string, readonly Scene[]>> = {
  'First sign-in: what the old pool answers': DECISION_TABLE,
  'First sign-in: names, contacts, attributes': NAMES_AND_ATTRIBUTES,
  'First sign-in: the old pool cannot answer': OUTAGES,
  'Forgot password': FORGOTTEN_PASSWORDS,
  'Registrations in the new pool': REGISTRATIONS,
  'Under other settings': OTHER_SETTINGS,
};

/** The scenes at the first old pool, whose people `npm run sandbox` has too. */
export const SCENES_OF_MAIN: readonly Scene[] = Object.values(SCENES)
  .flat()
  .filter(({ world = 'main' }) => world === 'main');
