import { describe, expect, test } from '@jest/globals';
import { checkPools } from '../../migration/check/check-pools.ts';
import type { Severity } from '../../migration/check/finding.ts';
import { FINDING_IDS } from '../../migration/check/finding-ids.ts';
import type { Survey } from '../../migration/check/survey.ts';
import { aClient, aNewPool, anOldPool, aSurvey, theDeployment, theMigrationClient } from './check-survey.ts';

/** Two pools of which one has a fault, and the finding that must come of it. */
export type Case = readonly [condition: string, id: string, severity: Severity, survey: Survey];

export const withOld = (pool: Parameters<typeof anOldPool>[0]): Survey =>
  aSurvey({ oldPool: anOldPool(pool) });
export const withNew = (pool: Parameters<typeof aNewPool>[0]): Survey => aSurvey({ newPool: aNewPool(pool) });
export const withDeployment = (deployed: Parameters<typeof theDeployment>[0]): Survey =>
  aSurvey({ deployed: theDeployment(deployed) });
export const withMigrationClient = (client: Parameters<typeof theMigrationClient>[0]): Survey =>
  withOld({ clients: [aClient(), theMigrationClient(client)] });
export const withNewClient = (client: Parameters<typeof aClient>[0]): Survey => {
  const [web] = aNewPool().clients ?? [];
  return withNew({ clients: [{ ...web!, ...client }] });
};

/** That a sound pair of pools has no findings at all is tested in check-pools.test.ts. */
export const describeFaults = (family: string, cases: readonly Case[]): void =>
  describe(family, () => {
    test.each(cases)('is found: %s', (_, id, severity, survey) => {
      expect(FINDING_IDS).toContain(id);
      expect(checkPools(survey).filter((finding) => finding.id === id)).toEqual([
        expect.objectContaining({ severity }),
      ]);
    });

    test.each(cases)('comes with sentences, a remedy and a page of AWS: %s', (_, __, ___, survey) => {
      for (const { title, detail, remedy, link } of checkPools(survey)) {
        expect(title).toMatch(/^[\w].*[^.]$/);
        expect(detail).toMatch(/\.$/);
        expect(remedy).toMatch(/^[A-Z].*\.$/);
        expect(link).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/\S+$/);
      }
    });
  });
