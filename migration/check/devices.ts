import type { Rule } from './finding.ts';
import { findingIf } from './finding.ts';
import { PAGES } from './pages.ts';

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html */
export const rememberedDevices: Rule = ({ oldPool }) =>
  findingIf(oldPool.remembersDevices, {
    id: 'remembered-devices',
    severity: 'note',
    title: 'Remembered devices are forgotten',
    detail:
      'The old pool remembers devices, which do not move: people are asked for their second factor again.',
    remedy: 'Tell people, and turn device tracking on in the new pool if you want it there.',
    link: PAGES.devices,
  });
